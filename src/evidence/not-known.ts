/** What no number of runs can tell: which of the two figures rests on what, and the floor. */
import type { Recommendation } from '../recommend/recommendation.ts';
import { riskBound } from '../recommend/risk.ts';
import { type Block, list, paragraph } from '../report/block.ts';
import { percent } from '../units/readable.ts';

export function notKnown(recommendation: Recommendation): Block[] {
  const { calibration, policy } = recommendation;
  const { sigma, note, floors } = calibration;
  const items = [
    `Every P(OOM) is per ${policy.per} and two figures. Given the model: its interval covers the chance in the simulated runs, and more runs narrow it. With model errors: the fitted numbers are drawn in each run as well, and the chance is averaged over the error that the model had on measured cases; only measurements narrow that.`,
    sigma === null
      ? `There is no second figure here: ${note}. Nobody knows how far the first is off.`
      : `The model errs by a factor whose logarithm has a standard deviation of ${percent(sigma)}: two predictions of three are off by less. ${sentence(note)}`,
    'Scenarios are rival hypotheses, and neither figure weighs them against each other. A setting holds only under those it was shown to hold under.',
    'What was never measured is in neither figure: another program, another version of Python or of the allocator, a load unlike those of the rig. How well measured runs are predicted stands in `docs/fidelity.md`; `npm run sweep -- conformance` repeats it.',
  ];
  return [list(items), ...floorTable(recommendation, floors)];
}

const sentence = (text: string) =>
  text === '' ? '' : `${text[0]!.toUpperCase()}${text.slice(1).replace(/\.?$/, '.')}`;

/** Below its floor a claim rests on the model alone. */
function floorTable(
  { policy, calibration, chosen }: Recommendation,
  floors: Recommendation['calibration']['floors'],
): Block[] {
  if (calibration.sigma === null || floors.length === 0) return [];
  const bound = riskBound(policy);
  const which = chosen === null ? 'present' : 'recommended';
  return [
    paragraph(
      `The least P(OOM) that the calibration can support for the ${which} setting. A smaller claim is true only if the model is.`,
    ),
    {
      kind: 'table',
      headers: [
        'scenario',
        'least supported',
        `the bound${bound === null ? '' : ` of ${percent(bound)}`}`,
      ],
      numeric: [1],
      rows: floors.map(({ scenario, floor }) => [
        scenario,
        floor < LEAST ? `below ${percent(LEAST)}` : percent(floor),
        bound === null
          ? ''
          : floor < bound
            ? 'can be supported'
            : 'is met only if the model is right',
      ]),
    },
  ];
}

/** No tail of a law that was seen in some hundred cases is known further out. */
const LEAST = 1e-4;
