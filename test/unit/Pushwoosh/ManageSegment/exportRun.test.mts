import { describe, expect, it } from 'vitest';

import { ExportRun, exportWaitOptions } from '../../../../nodes/Pushwoosh/ManageSegment/shared/export.ts';
import type { AnsweredPart } from '../../../../nodes/shared/engine/operation.ts';
import type { OperationSetup } from '../../../../nodes/shared/node/operationEntry.ts';
import { client, ended, failed, withFakeClock } from '../../shared/http/clients.mts';
import type { FakeAnswer } from '../../shared/fakeContext.mts';
import { collectionReader } from '../../support/readers.mts';
import { ACCESS } from '../access.mts';

withFakeClock();

const TASK = '4711';
const WAITING = { isNew: false, fileLink: true, download: false };
const inProgress = { body: { status: 'IN_PROGRESS', progress: 10 } };

/** An export whose questions are answered so, one after another; the last answer again and again. */
function exporting(...answers: FakeAnswer[]) {
	const { http, context, logs } = client({
		maxRetries: 0,
		respond: (_, at) => answers[Math.min(at, answers.length - 1)],
	});
	const options = collectionReader(exportWaitOptions, { waitTimeout: 10 });
	const setup = { context, info: { node: { name: 'N' } }, options };
	const session = { ...ACCESS, jitter: 'full', credentialType: '', credentials: {} } as const;
	const settings = {
		concurrency: 1,
		maxRetries: 0,
		timeoutMs: 1000,
		includeInputFields: false,
		batchSize: 1,
	};
	return {
		run: new ExportRun(setup as unknown as OperationSetup),
		hands: { http, session, settings, signal: undefined },
		logs,
	};
}

describe('every failure about an export names its task', () => {
	it.each<[string, FakeAnswer, object]>([
		[
			'one that takes too long',
			inProgress,
			{
				code: 'WAIT_TIMEOUT',
				message: "The export wasn't complete after 10 seconds (10 % so far)",
				advice: `Pushwoosh goes on with it: use the operation 'Get Export' with the task ID 4711 later, or raise 'Wait Timeout (Seconds)' in the options.`,
			},
		],
		['one that failed', { body: { status: 'FAILED', message: 'Bad' } }, { code: 'EXPORT_FAILED' }],
		['a question that is refused', { statusCode: 403, body: { message: 'No rights' } }, { code: '403' }],
		['one without a file', { body: { status: 'COMPLETED', devices_count: 3 } }, { code: 'NO_FILE' }],
	])('%s', async (_what, answer, failure) => {
		const { run, hands } = exporting(answer);
		expect(await failed(run.finish(TASK, WAITING, hands))).toMatchObject({
			...failure,
			extra: { taskId: TASK },
		});
	});

	it('a look at it, too', async () => {
		const { run, hands } = exporting({ statusCode: 403, body: { message: 'No rights' } });
		expect(await failed(run.look(TASK, hands))).toMatchObject({ code: '403', extra: { taskId: TASK } });
	});
});

it('a question that may have been acted on says nothing about the export’s start', async () => {
	const { run, hands } = exporting({ statusCode: 503, body: 'busy' });
	const part: AnsweredPart<{ filter: string }, never> = {
		id: 'export',
		unit: { filter: '*' },
		attempts: 0,
		begun: TASK,
	};
	const { thrown } = await ended(run.carryOut(part, { exportCsv: true }, false, hands));
	expect(thrown).toMatchObject({ failure: { code: '503' }, mayHaveBeenActedOn: false });
	expect(part).toMatchObject({ begun: TASK });
	expect(part.mayHaveBeenActedOn).toBeUndefined();
});

it('a task that failed is not asked for again', async () => {
	const { run, hands, logs } = exporting({ body: { task_id: TASK } }, inProgress, {
		body: { status: 'FAILED' },
	});
	const part: AnsweredPart<{ filter: string }, never> = { id: 'export', unit: { filter: '*' }, attempts: 0 };
	const failure = await failed(run.carryOut(part, { exportCsv: true }, false, hands));
	expect(failure).toMatchObject({ code: 'EXPORT_FAILED' });
	expect(part.begun).toBeUndefined();
	expect(logs).toEqual(['info: N: export 4711 started', 'debug: N: export 4711 in-progress, 10 %']);
});
