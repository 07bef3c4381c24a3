import type { IDataObject } from 'n8n-workflow';
import type { Failure } from '../../shared/engine/failure';
import type { Operation } from '../../shared/engine/operation';
import type { ItemReader } from '../../shared/items/itemReader';
import { segmentCode, segmentName } from '../api/segments';

/** A segment of an application, as the form names it. */
export interface ChosenSegment {
	application: string;
	by: 'name' | 'code';
	/** Its name or its code. */
	value: string;
}

/** @throws ItemProblem when the application or the segment is empty */
export function readChosenSegment(item: ItemReader): ChosenSegment {
	const application = item.locator('application').value;
	const { mode, value } = item.locator('segment');
	return { application, by: byMode(mode), value };
}

function byMode(mode: string): ChosenSegment['by'] {
	return mode === 'code' ? 'code' : 'name';
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
	const { mode, value } = item.locator('segment');
	return byMode(mode) === by ? value : undefined;
}

/** Names are compared as they are, codes in any case. */
export function matching(segments: IDataObject[], { by, value }: ChosenSegment): IDataObject[] {
	if (by === 'name') return segments.filter((segment) => segmentName(segment) === value);
	return segments.filter((segment) => segmentCode(segment)?.toLowerCase() === value.toLowerCase());
}

export function notFound({ application, by, value }: ChosenSegment): Failure {
	return {
		code: 'NOT_FOUND',
		message: `Application ${application} has no segment with the ${by} “${value}”`,
		advice:
			by === 'name'
				? 'Check the spelling, upper and lower case included, and the application.'
				: 'Check the code and the application.',
	};
}

/** @returns the codes in words, for a message that tells segments of one name apart */
export function codesOf(segments: IDataObject[]): string {
	return segments.map((segment) => segmentCode(segment) ?? 'without code').join(', ');
}
