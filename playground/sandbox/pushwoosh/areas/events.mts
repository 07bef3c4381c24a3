import type { Answer } from '../../http/message.mts';
import * as is from '../checks.mts';
import { envelope, Refusal, requireApplication } from '../envelope.mts';
import type { Call } from '../envelope.mts';
import type { PushwooshState } from '../state.mts';
import { isUnknown } from './deviceTable.mts';
import type { AreaMethod } from './families.mts';
import { demand, needed, optional } from './fields.mts';
import type { DeclaredEvent, PostedEvent } from './books.mts';

export const EVENT_METHODS: Record<string, AreaMethod> = {
	createEvent: {
		token: 'server',
		fields: {
			application: optional(is.text),
			name: needed(is.textUpTo(32)),
			description: optional(is.textUpTo(64)),
			eventAttributes: optional(is.objectList),
			trackRevenue: optional(is.flag),
		},
		run: createEvent,
	},
	postEvent: {
		token: 'device',
		fields: {
			application: optional(is.text),
			event: needed(is.text),
			attributes: needed(is.object),
			hwid: optional(is.filledText),
			userId: optional(is.filledText),
			timestampUTC: optional(is.unixSeconds),
			timestampCurrent: optional(is.unixSeconds),
			device_type: optional(is.platform),
		},
		run: postEvent,
	},
};

function createEvent(state: PushwooshState, call: Call): Answer {
	const { code: application } = requireApplication(state, call);
	const { name, description, eventAttributes = [], trackRevenue = false } = call.fields;
	const { events: settings } = state.settings;
	const attributes = eventAttributes as Array<Record<string, unknown>>;
	attributes.forEach((attribute, index) =>
		demand(
			attribute,
			{ name: needed(is.textUpTo(64)), type: needed(is.range(1, 6)) },
			`eventAttributes[${index}].`,
		),
	);
	const { declaredEvents } = state.books;
	const ours = declaredEvents.filter((event) => event.application === application);
	if (settings.existingEventAs === 'refused' && ours.some((event) => event.name === name))
		throw new Refusal(210, `Event "${String(name)}" already exists`);
	if (settings.limit !== undefined && declaredEvents.length >= settings.limit)
		throw new Refusal(403, 'The limit of events is exceeded');
	const id = state.books.nextId++;
	declaredEvents.push({
		id,
		application,
		name: String(name),
		...(description === undefined ? {} : { description: description as string }),
		attributes: attributes as DeclaredEvent['attributes'],
		trackRevenue: trackRevenue === true,
	});
	state.books.changes.push({ what: `event ${String(name)} created`, application, at: state.clock.now() });
	return envelope(200, 'OK', { event: settings.eventIdAs === 'number' ? id : String(id) });
}

function postEvent(state: PushwooshState, call: Call): Answer {
	const { code: application } = requireApplication(state, call);
	const { fields } = call;
	const { events: settings } = state.settings;
	const { hwid, userId } = fields as { hwid?: string; userId?: string };
	const isShort =
		settings.identifiers === 'bothRequired'
			? hwid === undefined || userId === undefined
			: hwid === undefined && userId === undefined;
	if (isShort) throw new Refusal(210, 'hwid or userId should be set');
	const name = String(fields.event);
	const isDeclared = state.books.declaredEvents.some(
		(event) => event.application === application && event.name === name,
	);
	if (!isDeclared && settings.unknownEventAs !== 'accepted') {
		throw new Refusal(settings.unknownEventAs === 'refused404' ? 404 : 210, `Event "${name}" not found`);
	}
	const event: PostedEvent = {
		application,
		event: name,
		...(userId === undefined ? {} : { userId }),
		...(hwid === undefined ? {} : { hwid }),
		attributes: fields.attributes as Record<string, unknown>,
		...(fields.timestampUTC === undefined ? {} : { timestampUTC: Number(fields.timestampUTC) }),
		journeys: startJourneys(state, application, name, { hwid, userId }),
		at: state.clock.now(),
	};
	state.books.postedEvents.push(event);
	return envelope(200, 'OK', answerOf(state));
}

/** An event lets into the running journeys that begin with it. */
function startJourneys(
	state: PushwooshState,
	application: string,
	event: string,
	who: { hwid?: string; userId?: string },
): string[] {
	const isEnough = who.hwid !== undefined || state.settings.events.userAloneEntersJourney;
	const isStranger = [who.userId, who.hwid].some((id) => id !== undefined && isUnknown(state, id));
	if (!isEnough || isStranger) return [];
	const started = [...state.books.journeys.values()].filter(
		(journey) =>
			journey.application === application && journey.status === 'RUNNING' && journey.startEvent === event,
	);
	for (const { entries } of started) entries.push({ ...who, attributes: {}, at: state.clock.now() });
	return started.map(({ title }) => title);
}

function answerOf({ settings }: PushwooshState): object | null {
	switch (settings.events.postAnswer) {
		case 'code':
			return { code: '61ABC-00000' };
		case 'emptyCode':
			return { code: '' };
		case 'noCode':
			return {};
		case 'null':
			return null;
	}
}
