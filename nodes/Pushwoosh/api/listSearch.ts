import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import type {
	IDataObject,
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
	INodePropertyOptions,
} from 'n8n-workflow';
import { toFailure } from '../../shared/failure';
import { HttpClient } from '../../shared/http/client';
import { readLocator } from '../../shared/form/fieldReader';
import { filledText, listApplications } from './applications';
import { listCampaigns } from './campaigns';
import { listPresets } from './presets';
import type { Asking } from './request';
import { listSegmentsRequest, segmentCode, segmentName } from './segments';
import { openPushwoosh } from './session';
import { listTagsRequest } from './tags';

/** Somebody sits in front of the open list: better a quick sentence than a long wait. */
const PATIENCE = { maxRetries: 1, timeoutMs: 15_000 };
/** No option of the node changes that time. */
const ENTER_IT = "Try again, or enter the code or the name yourself instead of choosing 'From List'.";

/** What asks for a list while somebody edits a node. */
interface Editing extends Asking {
	context: ILoadOptionsFunctions;
}

type Search = (this: ILoadOptionsFunctions, filter?: string) => Promise<INodeListSearchResult>;

/**
 * Makes a searchable list of a resource locator, for `methods.listSearch`.
 * @param call gets what is listed
 * @param toEntry makes an entry of it; undefined leaves it out
 */
export function searchOf<T>(
	call: (asking: Editing) => Promise<T[]>,
	toEntry: (listed: T) => INodeListSearchItems | undefined,
): Search {
	return async function (filter) {
		const entries = (await ask(this, call)).flatMap((listed) => toEntry(listed) ?? []);
		return { results: search(entries, filter) };
	};
}

/** The searchable lists of the Pushwoosh nodes. */
export const listSearch = {
	/** The applications that the API token may use. */
	searchApplications: searchOf(listApplications, ({ code, name }) => ({
		name: name === code ? code : `${name} (${code})`,
		value: code,
	})),
	/** The segments of the application that is chosen in the form, by name: several of one name are one entry. */
	searchSegments: searchOf(
		async ({ http, session, context }) => {
			const request = listSegmentsRequest(session, chosenApplication(context));
			return (await http.request(request)).value.segments;
		},
		(segment) => {
			const name = segmentName(segment);
			const code = segmentCode(segment);
			return name === undefined ? undefined : { name, value: name, ...(code ? { description: code } : {}) };
		},
	),
};

/** Makes a drop-down list of a searchable one, for `methods.loadOptions`: what is saved is a text. */
export function optionsOf(search: Search): (this: ILoadOptionsFunctions) => Promise<INodePropertyOptions[]> {
	return async function () {
		return (await search.call(this)).results.map(({ name, value }) => ({ name, value }));
	};
}

/** The presets of the application that is chosen in the form, by code. */
const getPresets = optionsOf(
	searchOf(
		async ({ context, ...hands }) => await listPresets(hands, chosenApplication(context, OF_CODES)),
		coded,
	),
);

/** Its campaigns, likewise. */
const getCampaigns = optionsOf(
	searchOf(
		async ({ context, ...hands }) => await listCampaigns(hands, chosenApplication(context, OF_CODES)),
		coded,
	),
);

type LoadOptions = ReturnType<typeof optionsOf>;

/** The list behind a choice that means nothing of it; it alone as long as no application is chosen. */
function withEmpty(name: string, load: LoadOptions): LoadOptions {
	return async function () {
		const isChosen = applicationIn(this) !== undefined;
		return [{ name, value: '' }, ...(isChosen ? await load.call(this) : [])];
	};
}

/** The drop-down lists of the Pushwoosh nodes. */
export const loadOptions = {
	/** The tags of the account. */
	getTags: optionsOf(
		searchOf(
			async ({ http, session }) => (await http.request(listTagsRequest(session))).value,
			({ name }) => ({ name, value: name }),
		),
	),
	getPresets,
	getPresetsOrNone: withEmpty('None', getPresets),
	getCampaigns,
	getCampaignsOrNone: withEmpty('None', getCampaigns),
	getCampaignsOrAny: withEmpty('Any', getCampaigns),
};

/** @returns undefined for what has no code */
function coded(listed: IDataObject): INodeListSearchItems | undefined {
	const code = filledText(listed.code);
	const name = filledText(listed.name) ?? code;
	if (code === undefined || name === undefined) return undefined;
	return { name: name === code ? code : `${name} (${code})`, value: code };
}

/** @throws NodeApiError with a sentence on what to do, which the editor shows in place of the list */
async function ask<T>(context: ILoadOptionsFunctions, call: (asking: Editing) => Promise<T>): Promise<T> {
	const openAndAsk = async () => {
		const session = await openPushwoosh(context);
		const http = new HttpClient(context, session, PATIENCE, undefined, { sent: 0, retried: 0 });
		return await call({ http, session, context });
	};
	return await openAndAsk().catch((thrown: unknown) => {
		throw toShown(context, thrown);
	});
}

function toShown(context: ILoadOptionsFunctions, thrown: unknown): Error {
	if (thrown instanceof NodeOperationError) return thrown;
	const { code, message, advice, httpStatus } = toFailure(thrown);
	const description = code === 'TIMEOUT' ? ENTER_IT : advice;
	const httpCode = httpStatus === undefined ? {} : { httpCode: String(httpStatus) };
	const shown = new NodeApiError(context.getNode(), {}, { message, description, ...httpCode });
	// n8n rewrites messages in which it recognises the name of a system error.
	shown.message = message;
	return shown;
}

const OF_SEGMENTS =
	"The list shows the segments of one application. Or enter the segment's name with 'By Name'.";
const OF_CODES = 'The list shows what belongs to one application. Or enter the code by an expression.';

/** @throws NodeOperationError when none is chosen, or by an expression that has no value in the editor */
function chosenApplication(context: ILoadOptionsFunctions, advice = OF_SEGMENTS): string {
	const application = applicationIn(context);
	if (application !== undefined) return application;
	throw new NodeOperationError(context.getNode(), "Choose an 'Application' first", {
		description: advice,
	});
}

function applicationIn(context: ILoadOptionsFunctions): string | undefined {
	const raw = context.getCurrentNodeParameter('application');
	const { value } = readLocator(raw, { name: 'application', label: 'Application' });
	return value !== '' && !value.startsWith('=') ? value : undefined;
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
