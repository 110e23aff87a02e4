import { useSignal } from '@preact/signals';
import { Icon } from '../parts/icon.js';
import { Menu } from '../parts/menu.js';
import { ViewList } from '../parts/view-list.js';
import { t } from '../texts/texts.js';

/** The saved views of the project: a page with its period and filters, by name. */
export function ViewsMenu() {
  const isOpen = useSignal(false);
  const label = (
    <>
      <Icon name="views" />
      {t('views.title')}
    </>
  );
  return (
    <Menu
      label={label}
      toggled={(next) => {
        isOpen.value = next;
      }}
    >
      {isOpen.value && <ViewList canSave />}
    </Menu>
  );
}
