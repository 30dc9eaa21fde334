/** The report as sections, whatever it is written as; everything in it comes from the results. */
import type { Chart } from '../plots/chart-spec.ts';
import { CLEAR, cellsOf } from '../plots/incident-cells.ts';
import type { ExperimentResults } from '../sweep/results.ts';
import { percent } from '../units/readable.ts';
import { againstPresent } from './against-present.ts';
import { answer } from './answer.ts';
import { asMeasured } from './as-measured.ts';
import { type Block, list, paragraph, type Section, section } from './block.ts';
import { cellsTable } from './cells.ts';
import { claimsTable } from './claims.ts';
import { OPEN_ROWS } from './folded-table.ts';
import { horizon } from './horizon.ts';
import { resultTable, TABLE_NOTES, theoryTable } from './result-table.ts';
import { shellWord } from './shell-word.ts';
import { drawnList, sourcesOf } from './sources-of.ts';
import { steadyLoad } from './steady-load.ts';
import { runsEach, stoppingInWords } from './stopping.ts';
import { thresholdsSection } from './thresholds-section.ts';

export function sectionsOf(results: ExperimentResults, charts: readonly Chart[]): Section[] {
  const sections = [
    question(results),
    section('answer', 'Answer', [list(answer(results, charts))]),
    ...thresholdsSection(results),
    section(
      'charts',
      'Charts',
      charts.map((chart) => ({ kind: 'chart', chart })),
    ),
    ...incident(results),
    ...(results.conformance === null ? [] : [asMeasured(results.conformance)]),
    section('results', 'Results', tables(results)),
    section('horizon', 'Over a longer horizon', horizon(results)),
    section('steady', 'Under steady load', steadyLoad(results)),
    section('against', 'Against the present setting', againstPresent(results)),
    section('random', 'What is random', random(results)),
    section('warnings', 'Warnings', warnings(results)),
    section('sources', 'Where the numbers come from', sourcesOf(results.sources)),
    section('reading', 'How to read this', [list(howToRead(results))]),
    section('reproduce', 'How to reproduce', reproduce(results)),
  ];
  return sections.filter((each) => each.blocks.length > 0);
}

function question({ experiment, model, asked }: ExperimentResults): Section {
  const described = model.description === '' ? '' : ` ${model.description}`;
  const changed = asked.set.length === 0 ? '' : ` (without ${asked.set.join(', ')})`;
  return section('question', 'Question', [
    paragraph(experiment.question),
    paragraph(`Expected before the run: ${experiment.expectation}`),
    ...(experiment.outcome === null
      ? []
      : [paragraph(`What came out otherwise${changed}: ${experiment.outcome}`)]),
    ...(model.name === ''
      ? []
      : [paragraph(`Model: ${model.name} (\`${model.file}\`).${described}`)]),
  ]);
}

/** Only an experiment that holds the measured cells is about the incident. */
function incident(results: ExperimentResults): Section[] {
  const verdicts = cellsOf(results);
  if (verdicts.length === 0) return [];
  const { incident: report } = results.measured;
  const note = `A path agrees with a cell if at least ${percent(CLEAR)} of its simulated runs end as the incident did, killed or not, and differs if at most ${percent(1 - CLEAR)} do; the error of the peak is beside it. P(OOM): given the model with the 95% interval, \`<\` and \`>\` the exact bound where no run or every run was killed, then with the errors of the model drawn too and the band it may lie in. \`incident-fit\` is a line through two published points and no evidence.`;
  return [
    section('cells', 'The measured cells under every path', [
      paragraph(note),
      cellsTable(verdicts, report),
    ]),
    section('claims', 'Claims examined', [paragraph(report.rig), claimsTable(report)]),
  ];
}

function tables(results: ExperimentResults): Block[] {
  if (results.theory !== null) return [{ kind: 'table', ...theoryTable(results.theory) }];
  const grids = results.grids.map((grid): Block => {
    const rows = results.rows.filter((row) => row.grid === grid.name);
    const table: Block = { kind: 'table', ...resultTable(grid, rows) };
    const set = grid.set === undefined || grid.set.length === 0 ? '' : `; ${grid.set.join(', ')}`;
    const summary = `Grid ${grid.name}: ${rows.length} points, ${runsEach(grid, rows)}${set}`;
    if (rows.length > OPEN_ROWS || results.grids.length > 1) {
      return { kind: 'details', summary, blocks: [table] };
    }
    return table;
  });
  const stopping = results.grids.flatMap((grid) => {
    const rows = results.rows.filter((row) => row.grid === grid.name);
    return stoppingInWords(grid, rows) ?? [];
  });
  const notes = list([...stopping, ...TABLE_NOTES]);
  return grids.length === 0 ? [] : [notes, ...grids];
}

function random({ experiment, theory, conformance }: ExperimentResults): Block[] {
  if (theory !== null || conformance !== null) return [];
  const per = `A probability is meant per ${experiment.per}: each run simulates one.`;
  if (experiment.random.length === 0) {
    const text = `${per} Nothing else is declared random than what the model itself draws.`;
    return [paragraph(text)];
  }
  return [paragraph(per), drawnList(experiment.random)];
}

/** Each warning once, with the number of points it is said of. */
function warnings({ rows, quick }: ExperimentResults): Block[] {
  const counts = new Map<string, number>();
  for (const row of rows) {
    for (const warning of String(row.warnings ?? '').split('; ')) {
      if (warning !== '') counts.set(warning, (counts.get(warning) ?? 0) + 1);
    }
  }
  const said = [...counts].map(([warning, points]) =>
    points === 1 ? `${warning} (1 point)` : `${warning} (${points} points)`,
  );
  const items = quick
    ? ['Quick run: fewer runs and fewer values than the experiment asks for.']
    : [];
  items.push(...said);
  return items.length === 0 ? [paragraph('None.')] : [list(items)];
}

function howToRead({ theory, conformance, experiment }: ExperimentResults): string[] {
  if (conformance !== null) {
    return [
      'Every case is simulated from its configuration alone: nothing in the model is set for one case. A prediction is the median over the seeds, its range the lowest and highest of them.',
      'Counts, orders and bytes are firmer than times: clients, HAProxy and pods of the rig shared two cores.',
      'Agreement is with this rig, and for loads like the measured ones. What was never measured, and how the model came to agree, is in `docs/fidelity.md`.',
    ];
  }
  if (theory !== null) {
    return [
      'Each case has a closed form; the simulation estimates the same statistic. z is the difference in standard errors: beyond 4 something is wrong.',
    ];
  }
  return [
    'Every P(OOM) is two figures. The first is given the model: its 95% interval covers the chance in the simulated runs, and more runs narrow it.',
    'The second, `with model errors`, is not taken at the word of the model: the fitted numbers are drawn from their errors, and the peak is multiplied by the error the model had on measured cases that no number was fitted to (one error for all paths; the model was built with these cases in view, on one rig). Its 90% band is not knowing: more runs leave it as it is, more measurements narrow it. A claim below what such an error leaves possible (the floor) is not supported by the calibration. Both errors are counted in full, though the error on measured cases holds some of that of the numbers, and some of the scatter of runs, a second time: the figure errs on the safe side, by little where the spreads that `oom_all_note` in `rows.csv` names are small beside the model error. The band is free of the luck of the runs: what a draw does to a peak is told from a run of the same seed without it, and applied to all runs.',
    'Where there is no second figure (a path that was never measured apart from what it is to explain, a model that rests on no fit) nobody knows how far the first is off; `oom_all_note` in `rows.csv` says why.',
    'Handler paths are rival hypotheses about the pod, and neither figure weighs them against each other; that no run was killed under one says nothing about another.',
    `No kill in n runs is not a chance of 0: up to 1 - 0.05^(1/n), about 3/n, per ${experiment.per} stays possible (exact one-sided bound, 95%). In between stands Wilson's interval, or Clopper and Pearson's where his upper end would be too low: where the runs went on until P(OOM) was precise, and where few runs were spared. Safe means: no kill in any run.`,
    'The same seeds are used at every point, so that neighbouring points differ by what was varied and less by luck.',
    'Where no run of a point draws a random number it is deterministic: OOM is yes or no, and no interval is given.',
    'The deterministic bound adds up the most that every admitted request can hold; it is printed only where there is one. A run effect without an upper end is covered for all but one process start in a million.',
    'A maxconn counts per server in each frontproxy: with two, twice as many requests reach a pod.',
  ];
}

function reproduce({ asked, seed, quick }: ExperimentResults): Block[] {
  const options = [
    ...['--seed', seed],
    ...(quick ? ['--quick'] : []),
    ...asked.set.flatMap((set) => ['--set', set]),
  ];
  const command = ['npm run sweep --', ...[asked.experiment, ...options].map(shellWord)].join(' ');
  const text =
    'The same command on the same version gives the same bytes, however many workers run it; `manifest.json` names version and inputs.';
  return [{ kind: 'code', text: command }, paragraph(text)];
}
