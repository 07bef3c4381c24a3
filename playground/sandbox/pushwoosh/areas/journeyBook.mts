import { randomUUID } from 'node:crypto';
import { devicesOf } from './deviceTable.mts';
import type { PushwooshState } from '../state.mts';

export type JourneyStatus = 'DRAFT' | 'RUNNING' | 'PAUSED' | 'FINISHED' | 'ARCHIVED';

/** Somebody's way into a journey. Who is started twice has two. */
export interface Entry {
	userId?: string;
	hwid?: string;
	attributes: Record<string, string>;
	/** Of the start request; absent for an entry by event. */
	requestUuid?: string;
	at: number;
	/** When it ended before the journey's end: taken out, or forgotten as a user. */
	leftAt?: number;
}

export interface JourneyPoint {
	pointTitle: string;
	campaignCode: string;
	presetCode: string;
	/** Figures of the past; every entry adds to the first point. */
	pointStat: Record<string, number>;
}

export interface Journey {
	uuid: string;
	title: string;
	application: string;
	status: JourneyStatus;
	/** Active entry points for starts by API; exactly one makes a start possible. */
	apiEntryPoints: number;
	/** Names of the attributes that the entry point takes. */
	attributes: string[];
	/** Name of the event that starts it. */
	startEvent?: string;
	points: JourneyPoint[];
	entries: Entry[];
	isFirstActivated: boolean;
	createdAt: number;
	updatedAt: number;
}

/** A request to take users out. */
export interface Drop {
	userIds: string[];
	/** UUIDs, or all. */
	journeys: string[] | 'all';
	/** Entries that it ended. */
	ended: number;
	at: number;
}

/** A journey with one API entry point, running unless said otherwise. */
export function newJourney(given: Partial<Journey> & { title: string }, now: number): Journey {
	return {
		uuid: randomUUID(),
		application: 'AAAAA-00000',
		status: 'RUNNING',
		apiEntryPoints: 1,
		attributes: [],
		points: [],
		entries: [],
		isFirstActivated: (given.status ?? 'RUNNING') !== 'DRAFT',
		createdAt: now,
		updatedAt: now,
		...given,
	};
}

export function defaultJourneys(now: number): Journey[] {
	const point = (pointTitle: string, code: string, pointStat: Record<string, number>): JourneyPoint => ({
		pointTitle,
		campaignCode: `JRNEY-${code}`,
		presetCode: 'PRSET-00001',
		pointStat,
	});
	return [
		newJourney(
			{
				uuid: '11111111-1111-4111-8111-111111111111',
				title: 'Welcome',
				attributes: ['promo_code', 'order'],
				startEvent: 'Checkout',
				points: [
					point('Welcome push', '00001', { sent: 400, opened: 100, conversion: 12 }),
					point('Welcome in-app', '00002', {
						shows: 90,
						interactions: 30,
						skipped: 60,
						sent: 90,
						opened: 30,
						conversion: 5,
					}),
					point('Welcome email', '00003', {
						sent: 380,
						opened: 120,
						conversion: 9,
						clicked: 40,
						unsubscribed: 2,
						softBounces: 3,
						complaints: 1,
					}),
				],
			},
			now,
		),
		newJourney(
			{
				uuid: '22222222-2222-4222-8222-222222222222',
				title: 'Abandoned cart',
				status: 'PAUSED',
				attributes: ['cart'],
			},
			now,
		),
	];
}

/** Who is in a journey now: entries that haven't ended, while it isn't over. */
export function inside({ entries, status }: Journey): Entry[] {
	if (status === 'FINISHED' || status === 'ARCHIVED') return [];
	return entries.filter(({ leftAt }) => leftAt === undefined);
}

/** Ends the entries of users in some journeys, also those made for one of their devices; says how many. */
export function leave(
	state: PushwooshState,
	userIds: readonly string[],
	journeys: Iterable<Journey>,
): number {
	let ended = 0;
	const users = new Set(userIds);
	for (const journey of journeys) {
		const hwids = new Set(
			userIds.flatMap((id) => devicesOf(state, 'user_id', id, journey.application).map(({ hwid }) => hwid)),
		);
		for (const entry of inside(journey)) {
			const isTheirs = entry.userId !== undefined ? users.has(entry.userId) : hwids.has(entry.hwid ?? '');
			if (!isTheirs) continue;
			entry.leftAt = state.clock.now();
			ended += 1;
		}
	}
	return ended;
}
