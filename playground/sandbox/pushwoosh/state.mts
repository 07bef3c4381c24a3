import { randomBytes } from 'node:crypto';
import type { SandboxClock } from '../control/clock.mts';
import { newBooks } from './areas/books.mts';
import type { Books } from './areas/books.mts';
import { defaultDevices } from './devices.mts';
import type { Device } from './devices.mts';
import { ExpressionError } from './seglang/lexer.mts';
import { parseExpression } from './seglang/parser.mts';
import type { Expression } from './seglang/parser.mts';
import { compileExpression } from './seglang/evaluate.mts';
import type { DeviceTest } from './seglang/evaluate.mts';
import { defaultSettings } from './settings.mts';
import type { PushwooshSettings } from './settings.mts';
import type { TagType } from './tags.mts';

export interface ApiToken {
	/** A device token is good for the device API only; the methods here refuse it. */
	type: 'server' | 'device';
	/** Application codes it is granted. */
	applications: 'all' | string[];
	/** Names of the methods it may call. */
	permissions: 'all' | string[];
	/** Tokens of one account share its createMessage limit. */
	account: string;
}

export interface Application {
	code: string;
	name: string;
	suspended?: boolean;
	/** `subscriberLimit`: pushes reach one device picked at random; both make createMessage warn. */
	warning?: 'subscriberLimit' | 'deviceLimit';
}

export interface Filter {
	code: string;
	name: string;
	filterExpression: string;
	expression: Expression;
	expirationDate?: string;
	application?: string;
}

export type AudienceKind = 'users' | 'devices' | 'segment' | 'conditions' | 'geozone' | 'broadcast';

export interface Message {
	code: string;
	application: string;
	/** The notification as it was sent. */
	notification: Record<string, unknown>;
	/** `broadcast` also when a list of recipients was there but empty. */
	audience: AudienceKind;
	/** User IDs (audience `users`), else HWIDs or push tokens of known devices. */
	recipients: readonly string[];
	unknownDevices: readonly string[];
	status: 'sent' | 'scheduled' | 'deleted' | 'canceled';
	/** Milliseconds since 1970 by the sandbox's clock. */
	createdAt: number;
	transactionId?: string;
	/** How often a repeat under the same transactionId was answered with this message. */
	repeats: number;
	warning?: string;
}

export interface ExportTask {
	id: string;
	account: string;
	filterExpression: string;
	exportCsv: boolean;
	exportData?: string[];
	format: 'csv' | 'json';
	devices: Device[];
	polls: number;
	failed: boolean;
	fileName?: string;
}

/** Everything that the sandbox's Pushwoosh remembers. Maps are keyed by code, name, token or id. */
export class PushwooshState {
	readonly clock: SandboxClock;
	readonly apiTokens = new Map<string, ApiToken>();
	account: { suspended: boolean } = { suspended: false };
	applications = new Map<string, Application>();
	/** Group code to application codes. */
	groups = new Map<string, string[]>();
	tags = new Map<string, TagType>();
	devices: Device[] = [];
	/** HWIDs and push tokens that createMessage reports as unknown; all others are known. */
	unknownDevices = new Set<string>();
	filters: Filter[] = [];
	messages = new Map<string, Message>();
	/** By application and transactionId. */
	transactions = new Map<string, { code: string; at: number }>();
	exports = new Map<string, ExportTask>();
	settings: PushwooshSettings = defaultSettings();
	/** What the areas beside messages and segments have written down. */
	books: Books;
	/** Moments of accepted createMessage requests, by account. */
	messageRequests = new Map<string, number[]>();
	nextTaskId = 123456;

	constructor(clock: SandboxClock) {
		this.clock = clock;
		this.books = newBooks(clock.now());
		this.addApiToken('SERVER_TOKEN');
		this.addApiToken('DEVICE_TOKEN', { type: 'device' });
		this.reset();
	}

	/** Back to the start: two applications, the built-in tags, 40 devices. API tokens stay. */
	reset(): void {
		this.account = { suspended: false };
		this.applications = new Map();
		this.addApplication('AAAAA-00000', 'Demo app');
		this.addApplication('BBBBB-00000', 'Shop');
		this.groups = new Map([['GGGGG-00000', ['AAAAA-00000', 'BBBBB-00000']]]);
		this.tags = new Map<string, TagType>([
			...['Language', 'Country', 'City', 'Plan'].map((name): [string, TagType] => [name, 'String']),
			...['Last Application Open', 'First Install'].map((name): [string, TagType] => [name, 'Date']),
			...['Age', 'Level'].map((name): [string, TagType] => [name, 'Integer']),
			['Timezone', 'Timezone'],
			['Unsubscribed', 'Boolean'],
			['Interests', 'List'],
		]);
		this.devices = defaultDevices(this.clock.now());
		this.unknownDevices = new Set();
		this.filters = [];
		this.messages = new Map();
		this.transactions = new Map();
		this.exports = new Map();
		this.settings = defaultSettings();
		this.books = newBooks(this.clock.now());
		this.messageRequests = new Map();
		this.nextTaskId = 123456;
	}

	addApiToken(token: string, rights: Partial<ApiToken> = {}): void {
		this.apiTokens.set(token, {
			type: 'server',
			applications: 'all',
			permissions: 'all',
			account: 'main',
			...rights,
		});
	}

	addApplication(code: string, name: string, more: Partial<Application> = {}): Application {
		const application = { code, name, ...more };
		this.applications.set(code, application);
		return application;
	}

	/** Saves a segment. Throws an `ExpressionError` for an expression that the service would refuse. */
	addFilter(filter: {
		name: string;
		filterExpression: string;
		code?: string;
		expirationDate?: string;
		application?: string;
	}): Filter {
		const expression = parseExpression(filter.filterExpression);
		this.compile(expression);
		const saved = { code: newCode(5, 5), ...filter, expression };
		this.filters.push(saved);
		return saved;
	}

	/** Filters that haven't expired. */
	currentFilters(): Filter[] {
		const today = new Date(this.clock.now()).toISOString().slice(0, 10);
		this.filters = this.filters.filter(
			({ expirationDate }) => expirationDate === undefined || expirationDate > today,
		);
		return this.filters;
	}

	/** A test for devices. Throws an `ExpressionError`. */
	compile(expression: Expression): DeviceTest {
		return compileExpression(expression, {
			now: this.clock.now(),
			tagType: (name) => this.tags.get(name),
			applicationExists: (code) => this.applications.has(code),
			groupMembers: (code) => this.groups.get(code),
			segment: (code) => {
				if (!this.settings.segmentConditions) throw new ExpressionError('unknown condition Segment(…)');
				return this.currentFilters().find((filter) => filter.code === code)?.expression;
			},
		});
	}

	/** Devices of the table that an expression selects. Throws an `ExpressionError`. */
	select(filterExpression: string): Device[] {
		return this.devices.filter(this.compile(parseExpression(filterExpression)));
	}

	/** Messages that exist (sent or scheduled), in the order of creation. */
	sentMessages(): Message[] {
		return [...this.messages.values()].filter((message) => !isTakenBack(message));
	}
}

/** Whether a message was deleted or canceled before it went out. */
export function isTakenBack({ status }: Message): boolean {
	return status === 'deleted' || status === 'canceled';
}

/** A code of upper-case hex groups of these lengths, e.g. `1A2B-3C4D5E6F-7A8B9C0D` for 4, 8, 8. */
export function newCode(...lengths: number[]): string {
	return lengths
		.map((length) =>
			randomBytes(Math.ceil(length / 2))
				.toString('hex')
				.slice(0, length)
				.toUpperCase(),
		)
		.join('-');
}
