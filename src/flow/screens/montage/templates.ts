import { type Template, templates as allTemplates } from '../../../domain/ad/ad.ts';
import { button } from '../../buttons.ts';
import { lines } from '../../html.ts';
import { change, type MontageTurn, montageScreen, stillOf } from '../../montage/montage-screen.ts';
import { chosenTemplates } from '../../montage/settings-words.ts';
import { type Outcome, toast } from '../../screen.ts';

export const templates = montageScreen<'templates'>({
  read(fields) {
    const shown = fields.oneOf('shown', allTemplates);
    return shown ? { shown } : {};
  },
  decide(event, turn) {
    const isToggle = event.on === 'press' && event.button.name === 'toggle';
    const template = isToggle ? allTemplates.find((each) => each === event.button.value) : undefined;
    return template && turn.montage.format !== 'talking_head' ? toggle(template, turn) : undefined;
  },
  view({ screen, montage, texts }) {
    const { montage: words } = texts;
    const isChosen = (template: Template) => montage.settings.templates.includes(template);
    if (montage.format === 'talking_head') return { html: words.templatesTitle, rows: [] };
    const shown = screen.shown ?? chosenTemplates(montage.settings)[0] ?? allTemplates[0];
    return {
      html: lines(
        words.templatesTitle,
        words.templateItem(words.template[shown], words.aboutTemplate[shown]),
      ),
      media: stillOf(montage, { template: shown }),
      rows: allTemplates.map((each) => [
        button(`${isChosen(each) ? '✅' : '▫️'} ${words.template[each]}`, 'toggle', each),
      ]),
    };
  },
});

/** What is pressed is seen, whether it was ticked or not. */
function toggle(template: Template, turn: MontageTurn<'templates'>): Outcome {
  const { state, montage, texts } = turn;
  const chosen = montage.settings.templates;
  const next = chosen.includes(template)
    ? chosen.filter((each) => each !== template)
    : allTemplates.filter((each) => each === template || chosen.includes(each));
  if (next.length === 0) return toast(state, texts.montage.oneTemplate);
  return change(turn, { templates: next }, { ...turn.screen, shown: template });
}
