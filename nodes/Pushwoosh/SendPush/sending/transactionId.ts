import { createHash, randomUUID } from 'node:crypto';
import type { RunInfo } from '../../../shared/engine/runInfo';
import { canonicalJson } from '../message/canonicalJson';
import type { PushMessage } from '../message/pushMessage';

/** Which node in which execution sends. */
export type Sender = Pick<RunInfo, 'instanceId' | 'workflowId' | 'executionId' | 'runIndex' | 'isTool'> & {
	node: Pick<RunInfo['node'], 'id'>;
};

/** One message as it is about to be sent: its notification complete, but for the transaction ID. */
export interface MessageIdentity extends Omit<PushMessage, 'id' | 'files'> {
	/** User or device IDs; none for the other audiences. */
	recipients: string[];
	/** Indexes of the input items that the message is for. */
	itemIndexes: number[];
}

/**
 * Names a message, so that Pushwoosh can tell a repeat from a new one, as far as it honours `transactionId` for pushes.
 * Equal for every repeat of the message, n8n's Retry On Fail of the same run included; different for the next turn of
 * a loop, another execution, and another item. A deduplication key takes the place of those three. Without an
 * execution ID or run index nothing would tell two pushes from one pushed twice, so the ID is random.
 * @returns a text in the form of a UUID
 */
export function transactionId(sender: Sender, message: MessageIdentity): string {
	const { instanceId, workflowId, node } = sender;
	const occasion = occasionOf(sender, message);
	if (occasion === undefined) return randomUUID();
	const { application, audience, recipients } = message;
	const units = [audience, [...recipients].sort()];
	return uuidOf(canonicalJson(['send', instanceId, workflowId, node.id, application, units, occasion]));
}

/** What tells this push from an equal one on another occasion. */
function occasionOf(
	sender: Sender,
	{ deduplicationKey, itemIndexes, notification }: MessageIdentity,
): unknown {
	if (deduplicationKey !== undefined) return { key: deduplicationKey };
	const { executionId, runIndex, isTool } = sender;
	if (executionId === undefined) return undefined;
	// For a tool n8n counts a new run index for each try of a call.
	if (isTool) return { executionId, message: canonicalJson(notification), itemIndexes };
	return runIndex === undefined ? undefined : { executionId, runIndex, itemIndexes };
}

/** The form of a version 5 UUID, which is one made from a name; the digest is SHA-256's first half. */
function uuidOf(name: string): string {
	const bytes = createHash('sha256').update(name).digest().subarray(0, 16);
	bytes[6] = (bytes[6] & 0x0f) | 0x50;
	bytes[8] = (bytes[8] & 0x3f) | 0x80;
	const hex = bytes.toString('hex');
	return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
