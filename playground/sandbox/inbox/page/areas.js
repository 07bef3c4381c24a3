import { byId, element, fill, keepInStep } from './dom.js';
import { counted, number, time } from './text.js';

/** A list of lines that each say what, about whom, and some facts. */
const lines =
	(id, empty) =>
	({ total, shown }) => {
		showTotal(id, total, shown);
		keepInStep(byId(id), shown, { keyOf: ({ key }) => key, create: lineRow, empty });
	};

export const showTags = lines('tags', 'Nobody was tagged.');
export const showEvents = lines('events', 'No event was posted.');
export const showMessages = lines('messages', 'No e-mail, SMS or WhatsApp message was sent.');
export const showChanges = lines('changes', 'No preset, tag, campaign, geozone or application was changed.');

function lineRow() {
	const node = element('li', { class: 'record' });
	const update = ({ what, who, facts, at }) =>
		fill(
			node,
			element('span', { class: 'what' }, what),
			element('span', { class: 'amount' }, time(at)),
			who !== '' && element('span', { class: 'facts' }, who),
			element(
				'span',
				{ class: 'facts' },
				facts.map((fact) => element('span', {}, fact)),
			),
		);
	return { node, update };
}

/** The journeys with who came in and who is still in it. */
export function showJourneys({ total, shown }) {
	showTotal('journeys', total, shown);
	keepInStep(byId('journeys'), shown, {
		keyOf: ({ uuid }) => uuid,
		create: () => {
			const node = element('li', { class: 'record' });
			return { node, update: (journey) => fill(node, journeyParts(journey)) };
		},
		empty: 'There is no journey.',
	});
}

function journeyParts({ uuid, title, application, status, entered, inside, sample }) {
	return [
		element('span', { class: 'what' }, title, element('span', { class: 'hint' }, ` ${status}`)),
		element('span', { class: 'amount' }, `${number(inside)} inside`),
		element('code', { class: 'facts' }, uuid),
		element(
			'span',
			{ class: 'facts' },
			element('span', {}, application),
			element('span', {}, `entered ${counted(entered, 'time')}`),
			sample.length > 0 && element('span', {}, `last ${sample.join(', ')}`),
		),
	];
}

function showTotal(id, total, shown) {
	byId(`${id}Total`).textContent =
		total > shown.length ? `${shown.length} newest of ${number(total)}` : number(total);
}
