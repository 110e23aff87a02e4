import { type Faults, SelectField, TextField } from '../../parts/field.js';
import { Icon } from '../../parts/icon.js';
import { t } from '../../texts/texts.js';
import { type Draft, MATCHES, PROPERTY_KINDS, type PropertyDraft, URL_PARTS } from './draft.js';

interface Props {
  readonly draft: Draft;
  readonly faults: Faults;
  change(changes: Partial<Draft>): void;
}

/** The fields of the rule, which its type decides. */
export function RuleFields(props: Props) {
  switch (props.draft.type) {
    case 'url':
      return <UrlFields {...props} />;
    case 'click':
      return <ClickFields {...props} />;
    case 'event':
      return <EventFields {...props} />;
  }
}

function UrlFields({ draft: { url }, faults, change }: Props) {
  return (
    <>
      <div class="pair">
        <SelectField
          label={t('goal.compared')}
          value={url.on}
          options={URL_PARTS}
          name={(part) => t(`goal.part.${part}`)}
          change={(on) => change({ url: { ...url, on } })}
        />
        <SelectField
          label={t('goal.test')}
          value={url.match}
          options={MATCHES}
          name={(match) => t(`goal.match.${match}`)}
          change={(match) => change({ url: { ...url, match } })}
        />
      </div>
      <TextField
        label={t('goal.pattern')}
        value={url.pattern}
        required
        placeholder="/thanks"
        faults={faults['rule.pattern']}
        hint={t(`goal.hint.${url.match}`)}
        change={(pattern) => change({ url: { ...url, pattern } })}
      />
    </>
  );
}

function ClickFields({ draft: { click }, faults, change }: Props) {
  const { href } = click;
  return (
    <>
      <TextField
        label={t('goal.selector')}
        value={click.selector}
        placeholder="a.buy"
        faults={faults['rule.selector']}
        hint={t('goal.hint.selector')}
        change={(selector) => change({ click: { ...click, selector } })}
      />
      <TextField
        label={t('goal.text')}
        value={click.text}
        faults={faults['rule.text']}
        hint={t('goal.hint.text')}
        change={(text) => change({ click: { ...click, text } })}
      />
      <div class="pair">
        <SelectField
          label={t('goal.linkTest')}
          value={href.match}
          options={MATCHES}
          name={(match) => t(`goal.match.${match}`)}
          change={(match) => change({ click: { ...click, href: { ...href, match } } })}
        />
        <TextField
          label={t('goal.link')}
          value={href.pattern}
          placeholder="https://pay.example/"
          faults={faults['rule.href.pattern']}
          change={(pattern) => change({ click: { ...click, href: { ...href, pattern } } })}
        />
      </div>
      {faults.rule && <p class="fault">{faults.rule.join(' ')}</p>}
    </>
  );
}

function EventFields({ draft: { event }, faults, change }: Props) {
  const { properties } = event;
  const changeProperties = (next: readonly PropertyDraft[]) => change({ event: { ...event, properties: next } });
  const changeProperty = (index: number, changes: Partial<PropertyDraft>) =>
    changeProperties(properties.map((one, at) => (at === index ? { ...one, ...changes } : one)));
  return (
    <>
      <TextField
        label={t('goal.eventName')}
        value={event.name}
        required
        placeholder="purchase"
        faults={faults['rule.name']}
        hint={t('goal.hint.eventName')}
        change={(name) => change({ event: { ...event, name } })}
      />
      {properties.map((property, index) => (
        <div class="property" key={index}>
          <TextField
            label={t('goal.property')}
            value={property.name}
            change={(name) => changeProperty(index, { name })}
          />
          <SelectField
            label={t('goal.propertyKind')}
            value={property.kind}
            options={PROPERTY_KINDS}
            name={(kind) => t(`goal.kind.${kind}`)}
            change={(kind) => changeProperty(index, { kind })}
          />
          {(property.kind === 'text' || property.kind === 'number') && (
            <TextField
              label={t('filter.value')}
              value={property.value}
              faults={faults[`rule.properties.${property.name}`]}
              change={(value) => changeProperty(index, { value })}
            />
          )}
          <button
            type="button"
            class="button plain"
            aria-label={t('goal.removeProperty', { property: property.name })}
            onClick={() => changeProperties(properties.filter((_, at) => at !== index))}
          >
            <Icon name="close" />
          </button>
        </div>
      ))}
      <button
        type="button"
        class="button add"
        onClick={() => changeProperties([...properties, { name: '', kind: 'text', value: '' }])}
      >
        {t('goal.addProperty')}
      </button>
    </>
  );
}
