import { describe, expect, it } from 'vitest';
import { GET, PUT, RequestTable } from '../request/table.ts';
import { terminationCode } from '../request/termination.ts';
import { AttemptRecorder } from './attempt-recorder.ts';

/** A table with a way to send an attempt of a worker's operation. */
function rig() {
  const table = new RequestTable();
  const recorder = new AttemptRecorder(table);
  const send = (now: number, columns: Partial<Record<string, number>> = {}) => {
    const request = table.enter(now);
    const values = { population: 0, worker: 0, method: PUT, bodyBytes: 5, responseBytes: 9 };
    for (const [column, value] of Object.entries({ ...values, ...columns })) {
      (table.state as unknown as Record<string, Float64Array>)[column]![request] = value!;
    }
    return request;
  };
  return { recorder, send };
}

describe('the attempts of a run', () => {
  it('are kept in the order of ending, with both views of the end', () => {
    const { recorder, send } = rig();
    const first = send(1);
    const second = send(2, { worker: 1, method: GET, assignedAt: 2.5, reached: 1 });
    recorder.ended(3, second, 'ok');
    const left = { termination: terminationCode('sQ') };
    recorder.ended(4, first, 'queue_timeout');
    expect(recorder.attempts.map(({ ending, endedAt }) => [ending, endedAt])).toEqual([
      ['ok', 3],
      ['queue_timeout', 4],
    ]);
    expect(recorder.attempts[0]).toMatchObject({
      operation: 1,
      method: 'GET',
      bytes: 9,
      assignedAt: 2.5,
      pod: 1,
      termination: '--',
    });
    expect(recorder.attempts[1]).toMatchObject({ bytes: 5, assignedAt: null, pod: null });
    recorder.ended(5, send(4.5, { ...left, worker: 7 }), 'queue_timeout');
    expect(recorder.attempts[2]!.termination).toBe('sQ');
  });

  it('of one operation have its number, whoever else sends meanwhile', () => {
    const { recorder, send } = rig();
    recorder.ended(1, send(1), 'killed');
    const other = send(1, { worker: 1 });
    recorder.ended(2, other, 'killed');
    recorder.ended(3, send(2, { operationAt: 1, attempt: 2 }), 'killed');
    recorder.ended(4, send(3, { worker: 1, operationAt: 1, attempt: 2 }), 'ok');
    recorder.ended(5, send(5), 'ok');
    const seen = recorder.attempts.map(({ operation, attempt }) => [operation, attempt]);
    expect(seen).toEqual([
      [0, 1],
      [1, 1],
      [0, 2],
      [1, 2],
      [4, 1],
    ]);
  });
});
