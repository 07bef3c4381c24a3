import { defaultAreaSettings } from './areas/settings.mts';
import type { AreaSettings } from './areas/settings.mts';

/** Switches for everything that the reference leaves open or that a test wants otherwise. */
export interface PushwooshSettings extends AreaSettings {
	/**
	 * The documented 600 createMessage requests a minute, over any rolling 60 seconds per account. What the
	 * service answers beyond that isn't documented: HTTP 429 with `retryAfter` seconds, or body code 210.
	 */
	rateLimit: { enabled: boolean; perMinute: number; answer: 'http429' | 'body210'; retryAfter?: number };
	/**
	 * Whether the notifications of a request are all checked before the first message is created, or each in its turn, so
	 * that those before one that is refused exist nevertheless. Not documented.
	 */
	notificationChecks: 'allFirst' | 'inTurn';
	/** How long a transactionId is remembered. */
	transactionMemoryMs: number;
	/** Fields of a notification to accept beside the documented ones. */
	extraNotificationFields: string[];
	/** Of how many devices one is reported as unknown (0: none, 1: all), beside those that were declared. */
	unknownDevicesEvery: number;
	/** Given as `status_message` beside status code 200 by createMessage. */
	warning?: string;
	/** What `response.Messages` holds: codes, a word that is no code, nothing, or isn't there at all. */
	messageCodes: 'codes' | 'placeholder' | 'empty' | 'missing';
	/** The value under each application code: its name, an object with it, or a list of objects instead. */
	applicationsAs: 'names' | 'objects' | 'array';
	/**
	 * getApplications in pages. What `total` counts isn't certain (the number of pages, or the last page's index), nor what
	 * is answered to a page behind the last: none, the last one again, or a refusal.
	 */
	applicationPages: {
		/** Applications on a page. */
		size: number;
		total: 'pages' | 'lastPage';
		beyond: 'empty' | 'lastAgain' | 'refused';
	};
	/** createFilter takes `application` only here. */
	highSpeedSetup: boolean;
	/** Whether deleteFilter deletes in the application that it is given only, and needs one; else it ignores it. */
	deleteFilterBound: boolean;
	/** Whether expressions may name a saved segment, `Segment("code")`: its arguments aren't documented. */
	segmentConditions: boolean;
	export: {
		/** The status words, which are known from client programs only. */
		words: { running: string; completed: string; failed: string };
		/** Completed exports name their file. */
		namesFile: boolean;
		/** Result requests that are answered `in-progress` before the task completes. */
		pollsUntilDone: number;
		/** Tasks end as `failed`. */
		fail: boolean;
		taskIdAs: 'number' | 'string';
		numbersAs: 'string' | 'number';
		fileKey: 'filename' | 'csv_filename';
		/** Scheme, host and port of the file links; the sandbox itself without it. */
		fileOrigin?: string;
	};
}

export function defaultSettings(): PushwooshSettings {
	return {
		...defaultAreaSettings(),
		rateLimit: { enabled: true, perMinute: 600, answer: 'http429' },
		notificationChecks: 'allFirst',
		transactionMemoryMs: 24 * 60 * 60 * 1000,
		extraNotificationFields: [],
		unknownDevicesEvery: 0,
		messageCodes: 'codes',
		applicationsAs: 'names',
		applicationPages: { size: 100, total: 'pages', beyond: 'empty' },
		highSpeedSetup: false,
		deleteFilterBound: false,
		segmentConditions: true,
		export: {
			words: { running: 'in-progress', completed: 'completed', failed: 'failed' },
			namesFile: true,
			pollsUntilDone: 2,
			fail: false,
			taskIdAs: 'number',
			numbersAs: 'string',
			fileKey: 'filename',
		},
	};
}
