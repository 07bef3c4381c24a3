import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import type { ILoadOptionsFunctions, INodeListSearchItems, INodeListSearchResult } from 'n8n-workflow';
import { toFailure } from '../../shared/failure';
import { HttpClient } from '../../shared/http/client';
import { readLocator } from '../../shared/form/itemReader';
import { listApplications } from './applications';
import { listSegmentsRequest, segmentCode, segmentName } from './segments';
import { openPushwoosh } from './session';

/** Somebody sits in front of the open list: better a quick sentence than a long wait. */
const PATIENCE = { maxRetries: 1, timeoutMs: 15_000 };
/** No option of the node changes that time. */
const ENTER_IT = "Try again, or enter the code or the name yourself instead of choosing 'From List'.";

/** The searchable lists of the Pushwoosh nodes, for `methods.listSearch`. */
export const listSearch = { searchApplications, searchSegments };

/** Lists the applications that the API token may use. */
async function searchApplications(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const applications = await ask(this, async (http, baseUrl) =>
		await listApplications(baseUrl, async (request) => (await http.request(request)).value),
	);
	const entries = applications.map(({ code, name }) => ({
		name: name === code ? code : `${name} (${code})`,
		value: code,
	}));
	return { results: search(entries, filter) };
}

/**
 * Lists the segments of the application that is chosen in the form; the value is the segment's name. Several segments
 * of one name are one entry.
 */
async function searchSegments(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
	const application = chosenApplication(this);
	const { segments } = await ask(
		this,
		async (http, baseUrl) => (await http.request(listSegmentsRequest(baseUrl, application))).value,
	);
	const entries = segments.flatMap((segment) => {
		const name = segmentName(segment);
		if (name === undefined) return [];
		const code = segmentCode(segment);
		return [{ name, value: name, ...(code ? { description: code } : {}) }];
	});
	return { results: search(entries, filter) };
}

/** @throws NodeApiError with a sentence on what to do, which the editor shows in place of the list */
async function ask<T>(
	context: ILoadOptionsFunctions,
	question: (http: HttpClient, baseUrl: string) => Promise<T>,
): Promise<T> {
	try {
		const session = await openPushwoosh(context);
		const http = new HttpClient(context, session, PATIENCE, undefined, { sent: 0, retried: 0 });
		return await question(http, session.baseUrl);
	} catch (error) {
		const { code, message, advice, httpStatus } = toFailure(error);
		const shown = new NodeApiError(
			context.getNode(),
			{},
			{ message, description: code === 'TIMEOUT' ? ENTER_IT : advice, ...(httpStatus === undefined ? {} : { httpCode: String(httpStatus) }) },
		);
		// n8n rewrites messages in which it recognises the name of a system error.
		shown.message = message;
		throw shown;
	}
}

/** @throws NodeOperationError when none is chosen, or by an expression that has no value in the editor */
function chosenApplication(context: ILoadOptionsFunctions): string {
	const raw = context.getCurrentNodeParameter('application');
	const { value } = readLocator(raw, { name: 'application', label: 'Application' });
	if (value !== '' && !value.startsWith('=')) return value;
	throw new NodeOperationError(context.getNode(), "Choose an 'Application' first", {
		description:
			"The list shows the segments of one application. Or enter the segment's name with 'By Name'.",
	});
}

/** Made once: 20,000 entries take ten times as long with `localeCompare`, which makes one for each comparison. */
const BY_NAME = new Intl.Collator('en', { sensitivity: 'base', numeric: true });

/** @returns the entries whose name or value holds the text (in any case), once each, by name */
function search(entries: INodeListSearchItems[], filter = ''): INodeListSearchItems[] {
	const wanted = filter.trim().toLowerCase();
	const distinct = new Map<unknown, INodeListSearchItems>();
	for (const entry of entries) {
		const text = `${entry.name}\n${String(entry.value)}`.toLowerCase();
		if (text.includes(wanted) && !distinct.has(entry.value)) distinct.set(entry.value, entry);
	}
	return [...distinct.values()].sort((a, b) => BY_NAME.compare(a.name, b.name));
}
