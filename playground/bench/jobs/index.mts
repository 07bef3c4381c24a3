import { fcmSend, fcmSendFaulty, fcmSendKept } from './fcmSend.mts';
import { iidLookup, iidLookupKept } from './iidLookup.mts';
import { importApns } from './importApns.mts';
import type { Job } from './job.mts';
import { setTags } from './manageAudience.mts';
import { differentTexts, fiftyTexts, oneText } from './sendPush.mts';
import { topicBatch, topicBatchErrorOutput, topicBatchRefused, topicByExpression } from './topicBatch.mts';
import { topicKept, topicThroughFcm } from './topicThroughFcm.mts';

export const jobs: readonly Job[] = [
	topicBatch,
	topicBatchErrorOutput,
	topicBatchRefused,
	topicByExpression,
	topicThroughFcm,
	topicKept,
	fcmSend,
	fcmSendKept,
	fcmSendFaulty,
	importApns,
	oneText,
	differentTexts,
	fiftyTexts,
	setTags,
	iidLookup,
	iidLookupKept,
];

/** @throws Error when there is none of this ID */
export function jobOf(id: string): Job {
	const job = jobs.find((candidate) => candidate.id === id);
	if (job === undefined)
		throw new Error(`There is no job '${id}'. The jobs are: ${jobs.map((known) => known.id).join(', ')}`);
	return job;
}
