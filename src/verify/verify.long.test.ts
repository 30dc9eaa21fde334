import { it } from 'vitest';
import { expectShortChecksPass } from './short-checks.fixture.ts';

it.each([2, 3])('the short checks pass with seed %i', expectShortChecksPass);
