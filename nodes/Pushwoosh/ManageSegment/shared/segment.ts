import type { IDataObject } from 'n8n-workflow';
import type { Operation } from '../../../shared/engine/operation';
import type { Failure } from '../../../shared/failure';
import type { ItemReader } from '../../../shared/form/itemReader';
import { noSegment, segmentCode, segmentName } from '../../api/segments';
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
export function identifySegment({ by, value }: ChosenSegment): IDataObject {
	return by === 'name' ? { name: value } : { segmentCode: value };
}

/** The same of an item of which nothing else can be read. */
export const identifiedBySegment: Operation<ChosenSegment>['identifiedBy'] = {
	name: (item) => chosenBy(item, 'name'),
	segmentCode: (item) => chosenBy(item, 'code'),
};

function chosenBy(item: ItemReader, by: ChosenSegment['by']): string | undefined {
	const chosen = readSegment(item);
	return chosen.by === by ? chosen.value : undefined;
}

/** Names are compared as they are, codes in any case. */
export function matching(segments: IDataObject[], { by, value }: ChosenSegment): IDataObject[] {
	if (by === 'name') return segments.filter((segment) => segmentName(segment) === value);
	return segments.filter((segment) => segmentCode(segment)?.toLowerCase() === value.toLowerCase());
}

/** The failure of a segment that the application's list doesn't hold. */
export function notFound({ by, value }: ChosenSegment): Failure {
	return { code: 'NOT_FOUND', ...noSegment(value, by) };
}

/** The failure of a name or code that several segments of the list have. */
export function ambiguous(wanted: ChosenSegment, found: IDataObject[], advice: string): Failure {
	const what = wanted.by === 'name' ? `are called '${wanted.value}'` : `have the code '${wanted.value}'`;
	return {
		code: 'AMBIGUOUS',
		message: `${found.length} segments of this application ${what} (${codesOf(found)})`,
		advice,
	};
}

/** @returns the codes in words, to tell segments of one name apart */
function codesOf(segments: IDataObject[]): string {
	return segments.map((segment) => segmentCode(segment) ?? 'without code').join(', ');
}
