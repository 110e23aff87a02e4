import type { ComponentType } from 'preact';
import { Link } from '../../parts/link.js';
import { NavRow } from '../../parts/nav-row.js';
import { parameter } from '../../state/place.js';
import { mayManage, mayWrite } from '../../state/project.js';
import { t } from '../../texts/texts.js';
import { ImportCard } from '../first/import-card.js';
import { Changes } from './changes.js';
import { Erasing } from './erasing.js';
import { Notes } from './notes.js';
import { Own } from './own.js';
import { People } from './people.js';
import { ProjectSettings } from './project-form.js';
import { Sharing } from './sharing.js';
import { Tokens } from './tokens.js';
import { SavedViews } from './views.js';

type Name =
  | 'own'
  | 'project'
  | 'sharing'
  | 'importing'
  | 'tokens'
  | 'people'
  | 'views'
  | 'notes'
  | 'erasing'
  | 'changes';

interface Part {
  readonly name: Name;
  readonly Content: ComponentType;
  /** Whether whoever is signed in may see it. */
  isAllowed(): boolean;
}

const isOwner = () => mayManage.value;
const isEditor = () => mayWrite.value;

const PARTS: readonly Part[] = [
  { name: 'project', Content: ProjectSettings, isAllowed: isOwner },
  { name: 'sharing', Content: Sharing, isAllowed: isOwner },
  { name: 'importing', Content: ImportCard, isAllowed: isEditor },
  { name: 'tokens', Content: Tokens, isAllowed: isOwner },
  { name: 'people', Content: People, isAllowed: isOwner },
  { name: 'views', Content: SavedViews, isAllowed: isEditor },
  { name: 'notes', Content: Notes, isAllowed: isEditor },
  { name: 'erasing', Content: Erasing, isAllowed: isEditor },
  { name: 'changes', Content: Changes, isAllowed: isOwner },
  { name: 'own', Content: Own, isAllowed: () => true },
];

const chosen = parameter('section');

/** What a person may set: of the project, of who may see it, and of themselves. */
export default function Settings() {
  const parts = PARTS.filter(({ isAllowed }) => isAllowed());
  const { name, Content } = parts.find(({ name }) => name === chosen.value) ?? parts[0]!;
  return (
    <>
      <h1 class="hidden">{t('page.settings')}</h1>
      <div class="settings">
        <NavRow label={t('page.settings')} current={name}>
          {parts.map((part) => (
            <Link key={part.name} to={{ section: part.name }} aria-current={part.name === name ? 'page' : undefined}>
              {t(`settings.${part.name}`)}
            </Link>
          ))}
        </NavRow>
        <div class="parts">
          <Content key={name} />
        </div>
      </div>
    </>
  );
}
