/** A recommendation as a page for a reviewer to attack, in HTML and Markdown. */
import type { Chart } from '../plots/chart-spec.ts';
import type { Recommendation } from '../recommend/recommendation.ts';
import { riskBound } from '../recommend/risk.ts';
import { type Block, list, paragraph, type Section, section } from '../report/block.ts';
import { claimsTable } from '../report/claims.ts';
import { htmlPage } from '../report/html.ts';
import { type ChartLink, markdownPage } from '../report/markdown.ts';
import { drawnList, isAssumed, sourcesOf, sourceTable } from '../report/sources-of.ts';
import { percent, sentenceList } from '../units/readable.ts';
import { answer } from './answer.ts';
import { boundInWords } from './bound-words.ts';
import { circumstances } from './circumstances.ts';
import { notKnown } from './not-known.ts';
import { procedure } from './procedure.ts';
import { alternatives } from './remedies.ts';
import { SCENARIO_NOTES, scenarios } from './scenarios.ts';
import { settingsTable } from './settings-table.ts';
import { requiredNames } from './subject.ts';
import { valuesPatch } from './values-patch.ts';
import { influencesTable } from './what-moves-it.ts';
import { whyTheseValues } from './why-these-values.ts';

/** @param scripts as `htmlPage` wants them */
export function evidenceHtml(
  recommendation: Recommendation,
  charts: readonly Chart[],
  scripts: readonly string[],
): string {
  const { name, title } = recommendation.policy;
  const sections = evidenceSections(recommendation, charts);
  return htmlPage({ kind: `recommendation: ${name}`, title, sections }, scripts);
}

/** @param linkOf where the drawings are; beside the page in `charts/` unless said otherwise */
export function evidenceMarkdown(
  recommendation: Recommendation,
  charts: readonly Chart[],
  linkOf?: ChartLink,
): string {
  const sections = evidenceSections(recommendation, charts);
  return markdownPage(recommendation.policy.title, sections, linkOf);
}

/** What a reviewer asks, in the order of asking. */
export function evidenceSections(
  recommendation: Recommendation,
  charts: readonly Chart[],
): Section[] {
  const drawn = (name: string): Block[] =>
    charts.filter((chart) => chart.name === name).map((chart) => ({ kind: 'chart', chart }));
  const { chosen, influences, sources } = recommendation;
  const sections: Section[] = [
    section('question', 'Question', question(recommendation)),
    section('answer', 'Answer', [list(answer(recommendation))]),
    section('values', 'Values', values(recommendation)),
    section(
      'why',
      chosen === null ? 'Around the present values' : 'Why these values',
      whyTheseValues(recommendation),
    ),
    section('settings', 'What safety costs', [
      ...drawn('pareto'),
      ...settingsTable(recommendation),
    ]),
    section('scenarios', 'Under each scenario', [
      ...scenarios(recommendation),
      list(SCENARIO_NOTES),
    ]),
    section('circumstances', 'In worse circumstances', circumstances(recommendation)),
    section('moves', 'What moves the answer', [
      ...drawn('tornado'),
      ...(influences.length === 0 ? [] : [influencesTable(recommendation)]),
    ]),
    section('alternatives', 'Alternatives', alternatives(recommendation)),
    section('claims', 'Claims examined', claims(recommendation)),
    section('invalid', 'When this stops being valid', invalidWhen(recommendation)),
    section('open', 'What is open, and what would settle it', open(recommendation)),
    section('not-known', 'What more runs cannot tell', notKnown(recommendation)),
    section('procedure', 'How the choice was made', procedure(recommendation)),
    section('assumptions', 'Assumptions', assumptions(recommendation)),
    section(
      'sources',
      'Where the numbers come from',
      sourcesOf(sources.filter((line) => !isAssumed(line))),
    ),
    section('reproduce', 'Version, and how to reproduce', reproduce(recommendation)),
  ];
  return sections.filter(({ blocks }) => blocks.length > 0);
}

function question(recommendation: Recommendation): Block[] {
  const { policy, model } = recommendation;
  const required = requiredNames(recommendation);
  const bounds = policy.bounds.map((bound) => `${boundInWords(bound)} (\`${bound.text}\`)`);
  const name = model.name === '' ? '' : `Model: ${model.name} (\`${model.file}\`). `;
  return [
    paragraph(policy.question),
    paragraph(
      `Wanted per ${policy.per}, under each scenario it must hold under (${required.join('; ')}): ${sentenceList(bounds)}. Of the settings that meet these, the ${policy.minimise === 'cost' ? 'cheapest by memory limit x pods' : 'fastest to answer'}.${oneIn(recommendation)}`,
    ),
    paragraph(`${name}${model.description}`),
  ];
}

/** A small share as people count. */
function oneIn({ policy }: Recommendation): string {
  const bound = riskBound(policy);
  if (bound === null || bound <= 0 || bound > 0.5) return '';
  return ` P(OOM) of ${percent(bound)} is a kill in one ${policy.per} of ${Math.round(1 / bound)}.`;
}

function values(recommendation: Recommendation): Block[] {
  return [{ kind: 'code', text: valuesPatch(recommendation).trimEnd(), language: 'yaml' }];
}

function claims({ incident }: Recommendation): Block[] {
  if (incident === null || incident.claims.length === 0) return [];
  return [paragraph(incident.rig), claimsTable(incident)];
}

function invalidWhen({ invalidWhen: items }: Recommendation): Block[] {
  return items.length === 0 ? [] : [list(items)];
}

function open({ open: questions }: Recommendation): Block[] {
  if (questions.length === 0) return [];
  return [
    {
      kind: 'table',
      headers: ['question', 'settled by', 'what would change'],
      numeric: [],
      rows: questions.map(({ question, settledBy, changes }) => [question, settledBy, changes]),
    },
  ];
}

/** What is drawn, and every other number that nobody measured or states. */
function assumptions({ random, sources, policy }: Recommendation): Block[] {
  const fixed = sources
    .filter(isAssumed)
    .filter((line) => !random.some(({ path }) => path === line.path));
  return [
    ...(random.length === 0
      ? []
      : [paragraph(`Each run simulates one ${policy.per}, with these drawn:`), drawnList(random)]),
    ...(fixed.length === 0
      ? []
      : [paragraph('Assumed, and the same in every run:'), sourceTable(fixed)]),
  ];
}

function reproduce({ made, quick }: Recommendation): Block[] {
  const note = quick ? ' This was a quick run.' : '';
  return [
    // As it is typed in a clone of the repository.
    { kind: 'code', text: made.command.replace(/^spillway /, 'npm run -s spillway -- ') },
    paragraph(
      `The same command on the same version gives the same bytes, however many workers run it.${note} Version ${made.version}, program \`${made.engine}\`, made from:`,
    ),
    {
      kind: 'table',
      headers: ['input', 'SHA-256'],
      numeric: [],
      rows: made.inputs.map(({ file, sha256 }) => [`\`${file}\``, `\`${sha256}\``]),
    },
  ];
}
