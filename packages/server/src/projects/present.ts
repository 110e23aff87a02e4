import type { Static } from 'typebox';
import type { Project } from '../model/project.js';
import type { ProjectResource } from './project-schemas.js';

/** Formats a project for the API and for commands. It shows no secret. */
export function presentProject(project: Project): Static<typeof ProjectResource> {
  return {
    id: project.id,
    name: project.name,
    time_zone: project.timeZone,
    site_key: project.siteKey,
    main_currency: project.mainCurrency,
    allowed_origins: [...project.allowedOrigins],
    own_hosts: [...project.ownHosts],
    payment_providers: [...project.paymentProviders],
    excluded_addresses: [...project.excludedAddresses],
    excluded_paths: [...project.excludedPaths],
    excluded_countries: [...project.excludedCountries],
    page_session_ids: project.pageSessionIds,
    has_signing_secret: project.signingSecrets.length > 0,
    created_at: new Date(project.createdAt).toISOString(),
  };
}
