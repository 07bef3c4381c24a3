import type { AnsweredPart, UnitReport } from '../../shared/engine/operation';
import { dataOf } from './common';
import type { ExportResult } from './exportRun';

export const EXPORT = { one: 'export', many: 'exports' };

/** The keys of a result. */
export const EXPORT_KEYS = ['taskId', 'status', 'devicesCount', 'fileUrl'];

/**
 * Writes the result of an export; what Pushwoosh didn't say is left out.
 * @param binaryPropertyName where the file goes, if there is one
 */
export function reportExport(
	parts: Array<AnsweredPart<unknown>>,
	{ binaryPropertyName }: { binaryPropertyName: string },
): UnitReport {
	const answered = dataOf<ExportResult>(parts);
	if ('kind' in answered) return answered;
	const { taskId, state, file } = answered.data;
	const { status, devicesCount, fileUrl } = state;
	return {
		kind: 'done',
		json: {
			taskId,
			status,
			...(devicesCount === undefined ? {} : { devicesCount }),
			...(fileUrl === undefined ? {} : { fileUrl }),
		},
		...(file === undefined ? {} : { binary: { [binaryPropertyName]: { ...file } } }),
	};
}
