import type { IDataObject } from 'n8n-workflow';
import type { Failure } from '../../../shared/failure';
import type { ItemReader } from '../../../shared/form/itemReader';
import { warnings } from '../../api/reporting';
import { noSegment, segmentCode, segmentName } from '../../api/segments';
import { openPushwoosh } from '../../api/session';
import { applicationField } from '../../fields/applicationField';

export const SEGMENT = { one: 'segment', many: 'segments' };

/** The application whose list of segments is asked for. */
export const listedApplication = applicationField({
	required: true,
	description: 'The application whose segments are meant',
});

/** A segment of an application, as the form names it. */
export interface ChosenSegment {
	application: string;
	by: 'name' | 'code';
	/** Its name as it is listed, blanks at its ends included, or its code. */
	value: string;
}

/** @throws ItemProblem when the application or the segment is empty */
export function readChosenSegment(item: ItemReader): ChosenSegment {
	return { application: item.locator('application').value, ...readSegment(item) };
}

function readSegment(item: ItemReader): Pick<ChosenSegment, 'by' | 'value'> {
	const { mode, value } = item.exactLocator('segment');
	return mode === 'code' ? { by: 'code', value: value.trim() } : { by: 'name', value };
}

/** The identifier key that tells in `details` which segment it was; `code` is the failure's own code there. */
export function identifySegment({ by, value }: Pick<ChosenSegment, 'by' | 'value'>): IDataObject {
	return by === 'name' ? { name: value } : { segmentCode: value };
}

/** What the operations on one segment share. */
export const oneSegment = {
	unit: SEGMENT,
	open: openPushwoosh,
	read: (item: ItemReader) => [readChosenSegment(item)],
	identify: identifySegment,
	identifiedBy: {
		name: (item: ItemReader) => identifySegment(readSegment(item)).name,
		segmentCode: (item: ItemReader) => identifySegment(readSegment(item)).segmentCode,
	},
	hints: warnings,
};

/** Names are compared as they are, codes in any case. */
export function matching(segments: IDataObject[], { by, value }: ChosenSegment): IDataObject[] {
	if (by === 'name') return segments.filter((segment) => segmentName(segment) === value);
	return segments.filter((segment) => segmentCode(segment)?.toLowerCase() === value.toLowerCase());
}

/** The failure of a segment that the application's list doesn't hold. */
export function notFound({ by, value }: ChosenSegment): Failure {
	return { code: 'NOT_FOUND', ...noSegment(value, by) };
}

/**
 * @param advice what to do where several segments of the list have the name or code
 * @returns the one segment that has it, or why there is no such one
 */
export function onlyMatch(
	segments: IDataObject[],
	wanted: ChosenSegment,
	advice: string,
): { segment: IDataObject } | { failure: Failure } {
	const found = matching(segments, wanted);
	if (found.length === 1) return { segment: found[0] };
	if (found.length === 0) return { failure: notFound(wanted) };
	const what = wanted.by === 'name' ? `are called '${wanted.value}'` : `have the code '${wanted.value}'`;
	const codes = found.map((segment) => segmentCode(segment) ?? 'without code').join(', ');
	const message = `${found.length} segments of this application ${what} (${codes})`;
	return { failure: { code: 'AMBIGUOUS', message, advice } };
}
