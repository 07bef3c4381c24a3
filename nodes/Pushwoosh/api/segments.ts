import type { IDataObject } from 'n8n-workflow';
import type { Failure } from '../../shared/failure';
import { asRecord } from '../../shared/json';
import type { RequestSpec } from '../../shared/http/requestSpec';
import { entriesOf, type PushwooshAnswer } from './answer';
import { filledText } from './applications';
import { asAnswered, pushwooshRequest } from './request';
import type { PushwooshAccess } from './session';

/** What createFilter is given. */
export interface NewSegment {
	name: string;
	/** In the segmentation language. */
	filterExpression: string;
	/** Only where the account has a High-Speed Setup. */
	application?: string;
	/** `YYYY-MM-DD`. */
	expirationDate?: string;
}

/**
 * Creates a segment (Pushwoosh API reference, createFilter). The answer holds its name only, not its code. Sent again
 * only when it certainly wasn't acted on: nothing says that names are unique.
 */
export function createSegmentRequest(
	session: PushwooshAccess,
	segment: NewSegment,
): RequestSpec<PushwooshAnswer> {
	return pushwooshRequest({
		session,
		family: 'remote',
		method: 'createFilter',
		request: {
			name: segment.name,
			filter_expression: segment.filterExpression,
			...(segment.application === undefined ? {} : { application: segment.application }),
			...(segment.expirationDate === undefined ? {} : { expiration_date: segment.expirationDate }),
		},
		asks: 'create the segment',
		onlyOnce: true,
		read: asAnswered,
		// What Pushwoosh refuses here is an expression more often than an application.
		explain: (failure) =>
			failure.code === '210' && !failure.refusesCredential
				? { ...failure, advice: CHECK_EXPRESSION }
				: failure,
	});
}

const CHECK_EXPRESSION = "Check 'Filter Expression', or use the Builder; Pushwoosh may also refuse the name.";

/**
 * The keys of a segment that listFilters is known to send (Pushwoosh API reference): an object is passed on as it comes,
 * so others may stand beside them.
 */
export const SEGMENT_KEYS: readonly string[] = [
	'name',
	'code',
	'filter_expression',
	'expiration_date',
	'application',
	'conditions',
];

/** The segments of an application. */
export interface SegmentList {
	/** As the service describes them. */
	segments: IDataObject[];
	/** Success with a reservation. */
	warning?: string;
}

/** Lists the segments of an application; there is no paging (Pushwoosh API reference, listFilters). */
export function listSegmentsRequest(session: PushwooshAccess, application: string): RequestSpec<SegmentList> {
	return pushwooshRequest({
		session,
		family: 'remote',
		...LIST_FILTERS,
		request: { application },
		read: ({ response, warning }) => {
			const segments = readSegments(response);
			return segments && { segments, ...(warning === undefined ? {} : { warning }) };
		},
	});
}

/** A success without a list is none: "no such segment" needs the service's own word. */
export const LIST_FILTERS = {
	method: 'listFilters',
	asks: 'list the segments',
	unproven: {
		message: "Pushwoosh's answer holds no list of segments",
		advice: "Check the application code, and 'Base URL' in the Pushwoosh credential.",
	},
};

/**
 * Reads `response.filters`: a list of objects as documented, or (not documented, but the way applications come) an
 * object keyed by code, or bare names.
 * @returns the segments as the service described them; undefined when there is no such list
 */
export function readSegments(response: unknown): IDataObject[] | undefined {
	const filters = asRecord(response)?.filters;
	if (filters === null) return [];
	return entriesOf(filters)?.flatMap(([code, entry]) => fromEntry(code, entry));
}

function fromEntry(code: string | undefined, entry: unknown): IDataObject[] {
	const fields = asRecord(entry);
	if (fields) return [code === undefined || 'code' in fields ? fields : { code, ...fields }];
	const name = writtenName(entry);
	if (name === undefined) return [];
	return [code === undefined ? { name } : { code, name }];
}

/**
 * Deletes a segment by its name, the only way there is (Pushwoosh API reference, deleteFilter).
 * @param name as the list has it, blanks at its ends included
 */
export function deleteSegmentRequest(
	session: PushwooshAccess,
	name: string,
	application: string,
): RequestSpec<PushwooshAnswer> {
	return pushwooshRequest({
		session,
		family: 'remote',
		method: 'deleteFilter',
		request: { name, application },
		asks: 'delete the segment',
		deletes: name,
		read: asAnswered,
		explain: (failure, isMissing) =>
			isMissing
				? {
						...failure,
						code: 'NOT_FOUND',
						advice: 'It was in the list of the application a moment ago: somebody else may have deleted it.',
					}
				: failure,
	});
}

/** Says that an application has no segment of that name or code. */
export function noSegment(value: string, by: 'name' | 'code'): Pick<Failure, 'message' | 'advice'> {
	return by === 'name'
		? {
				message: `This application has no segment '${value}'`,
				advice: 'Pick it from the list; capitals and blanks at the ends count.',
			}
		: {
				message: `This application has no segment with the code '${value}'`,
				advice: 'Pick it from the list, or check the code and the application.',
			};
}

/** @returns the segment's name as it is listed, blanks at its ends included; undefined where it has none */
export function segmentName(segment: IDataObject): string | undefined {
	return writtenName(segment.name);
}

function writtenName(name: unknown): string | undefined {
	return filledText(name) === undefined ? undefined : String(name);
}

/** @returns the segment's code, trimmed; undefined where it has none */
export function segmentCode(segment: IDataObject): string | undefined {
	return filledText(segment.code);
}
