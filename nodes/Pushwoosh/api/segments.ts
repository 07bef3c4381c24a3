import type { IDataObject } from 'n8n-workflow';
import { asRecord, type HttpAnswer } from '../../shared/http/answer';
import type { Judgement, RequestSpec } from '../../shared/http/client';
import { repeatWhenNotActedOn, repeatWhenPassing } from '../../shared/http/repeat';
import { judgeRemoteAnswer, type RemoteAnswer } from './answer';
import { filledText } from './applications';
import { remoteRequest } from './remoteApi';

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
export function createSegmentRequest(baseUrl: string, segment: NewSegment): RequestSpec<RemoteAnswer> {
	return remoteRequest({
		baseUrl,
		method: 'createFilter',
		request: {
			name: segment.name,
			filter_expression: segment.filterExpression,
			...(segment.application === undefined ? {} : { application: segment.application }),
			...(segment.expirationDate === undefined ? {} : { expiration_date: segment.expirationDate }),
		},
		action: 'create the segment',
		repeat: repeatWhenNotActedOn,
		onlyOnce: true,
	});
}

/** Lists the segments of an application; there is no paging (Pushwoosh API reference, listFilters). */
export function listSegmentsRequest(baseUrl: string, application: string): RequestSpec<IDataObject[]> {
	const request = remoteRequest({
		baseUrl,
		method: 'listFilters',
		request: { application },
		action: 'list the segments',
		repeat: repeatWhenPassing,
	});
	return { ...request, judge: judgeSegmentList };
}

/** A success without a list is none: "no such segment" needs the service's own word. */
function judgeSegmentList(answer: HttpAnswer): Judgement<IDataObject[]> {
	const judged = judgeRemoteAnswer(answer, 'list the segments');
	if (!judged.ok) return judged;
	const segments = readSegments(judged.value.response);
	if (segments) return { ok: true, value: segments };
	return {
		ok: false,
		failure: {
			code: 'UNEXPECTED_ANSWER',
			message: "Pushwoosh's answer holds no list of segments",
			advice: "Check the application code, and 'Base URL' in the Pushwoosh credential.",
		},
		passing: false,
	};
}

/**
 * Reads `response.filters`: a list of objects as documented, or (not documented, but the way applications come) an
 * object keyed by code, or bare names.
 * @returns the segments as the service described them; undefined when there is no such list
 */
export function readSegments(response: unknown): IDataObject[] | undefined {
	const filters = asRecord(response)?.filters;
	if (filters === null) return [];
	if (Array.isArray(filters)) return filters.flatMap((entry) => fromEntry(undefined, entry));
	const byCode = asRecord(filters);
	return byCode && Object.entries(byCode).flatMap(([code, entry]) => fromEntry(code, entry));
}

function fromEntry(code: string | undefined, entry: unknown): IDataObject[] {
	const fields = asRecord(entry) as IDataObject | undefined;
	if (fields) return [code === undefined || 'code' in fields ? fields : { code, ...fields }];
	const name = filledText(entry);
	if (name === undefined) return [];
	return [code === undefined ? { name } : { code, name }];
}

/** @returns the segment's name, trimmed; undefined where it has none */
export function segmentName(segment: IDataObject): string | undefined {
	return filledText(segment.name);
}

/** @returns the segment's code, trimmed; undefined where it has none */
export function segmentCode(segment: IDataObject): string | undefined {
	return filledText(segment.code);
}
