import type { TagType } from '../tags.mts';
import { defaultJourneys } from './journeyBook.mts';
import type { Drop, Journey } from './journeyBook.mts';
import type { FiguredMessage } from './figures.mts';
import type { IdentifierKey } from './deviceTable.mts';
import type { ListOperator } from './tagValues.mts';

/** One identifier's tags as a request brought them; what was refused isn't in it. */
export interface TagChange {
	application: string;
	key: IdentifierKey;
	id: string;
	operator: ListOperator;
	tags: Record<string, unknown>;
	/** Of the bulk request; absent for the older setTags. */
	requestId?: string;
	at: number;
}

/** What a bulk request came to for one of its devices. */
export interface DeviceVerdict {
	key: IdentifierKey;
	id: string;
	error?: string;
	skipped: Array<{ tag: string; reason: string }>;
}

export interface BulkTask {
	id: string;
	method: 'bulkSetTags' | 'bulkRegisterDevice';
	application: string;
	account: string;
	devices: DeviceVerdict[];
	failed: boolean;
	/** Questions answered. */
	polls: number;
	at: number;
}

export interface PostedEvent {
	application: string;
	event: string;
	userId?: string;
	hwid?: string;
	attributes: Record<string, unknown>;
	/** Unix seconds; absent means now. */
	timestampUTC?: number;
	/** Titles of the journeys that it started. */
	journeys: string[];
	at: number;
}

export interface DeclaredEvent {
	id: number;
	application: string;
	name: string;
	description?: string;
	attributes: Array<{ name: string; type: number }>;
	trackRevenue: boolean;
}

export interface Preset {
	code: string;
	name: string;
	application: string;
	/** createPreset's fields as they were sent. */
	fields: Record<string, unknown>;
}

export interface Campaign {
	code: string;
	name: string;
	description: string;
	application: string;
}

export interface Geozone {
	id: number;
	application: string;
	name: string;
	lat: number;
	lng: number;
	range: number;
	/** The entry of addGeoZone as it was sent. */
	fields: Record<string, unknown>;
}

export interface TestDevice {
	application: string;
	name: string;
	push_token: string;
	device_type: number;
	description: string;
}

/** An e-mail, SMS or WhatsApp message that was created. */
export interface ChannelMessage {
	code: string;
	kind: 'email' | 'sms' | 'whatsapp';
	application: string;
	notification: Record<string, unknown>;
	/** `broadcast` is everyone. */
	audience: string;
	/** Addresses, user IDs or numbers; numbers of WhatsApp without their prefix. */
	recipients: readonly string[];
	/** Addresses and numbers that got registered on the way. */
	registered: readonly string[];
	at: number;
	/** How often the same transactionId came again. */
	repeats: number;
}

/** What the coming and going of requests has left behind; all in the order of arrival. */
export interface Books {
	tagChanges: TagChange[];
	bulkTasks: Map<string, BulkTask>;
	registered: Array<{ application: string; hwid: string; pushToken: string; platform: number }>;
	unregistered: Array<{ application: string; hwid: string }>;
	deletedUsers: Array<{ application: string; userId: string; devices: number }>;
	postedEvents: PostedEvent[];
	declaredEvents: DeclaredEvent[];
	/** By UUID. */
	journeys: Map<string, Journey>;
	journeyDrops: Drop[];
	/** By code. */
	presets: Map<string, Preset>;
	campaigns: Map<string, Campaign>;
	geozones: Geozone[];
	testDevices: TestDevice[];
	/** What addTag said of a tag beside its type. */
	tagFlags: Map<string, { userSpecific: boolean; applicationSpecific: boolean }>;
	/** Made, changed and deleted configuration, in words. */
	changes: Array<{ what: string; application?: string; at: number }>;
	/** Platform settings by application code; the sandbox makes some up for one that has none. */
	applicationSettings: Map<string, Record<string, unknown>>;
	channelMessages: ChannelMessage[];
	/** Messages of the past with settled figures, for statistics only. */
	pastMessages: FiguredMessage[];
	/** Answers about a message's figures so far, by code. */
	figureAnswers: Map<string, number>;
	nextId: number;
}

/** The books of a fresh sandbox: two journeys, two presets, a campaign and an event, all of the demo app. */
export function newBooks(now: number): Books {
	const application = 'AAAAA-00000';
	const preset = (code: string, name: string, platforms: number[]): [string, Preset] => [
		code,
		{
			code,
			name,
			application,
			fields: {
				name,
				applicationCode: application,
				content: { message: `${name} for {name|CapitalizeFirst|you}` },
				segmentation: { platforms },
			},
		},
	];
	return {
		tagChanges: [],
		bulkTasks: new Map(),
		registered: [],
		unregistered: [],
		deletedUsers: [],
		postedEvents: [],
		declaredEvents: [{ id: 1001, application, name: 'Checkout', attributes: [], trackRevenue: false }],
		journeys: new Map(defaultJourneys(now).map((journey) => [journey.uuid, journey])),
		journeyDrops: [],
		presets: new Map([
			preset('PRSET-00001', 'Order shipped', [1, 3]),
			preset('PRSET-00002', 'Order confirmation (email)', [14]),
		]),
		campaigns: new Map([
			[
				'CMPGN-00001',
				{ code: 'CMPGN-00001', name: 'Spring sale', description: 'Until the end of May', application },
			],
		]),
		geozones: [],
		testDevices: [],
		tagFlags: new Map(),
		changes: [],
		applicationSettings: new Map(),
		channelMessages: [],
		pastMessages: [],
		figureAnswers: new Map(),
		nextId: 5001,
	};
}

/** The service's numbers for tag types; `Timezone` is a built-in tag of none of them and passes for a text. */
export const TAG_TYPE_NUMBERS: Record<TagType, number> = {
	Integer: 1,
	String: 2,
	List: 3,
	Date: 4,
	Boolean: 5,
	Decimal: 6,
	Version: 7,
	Timezone: 2,
};
