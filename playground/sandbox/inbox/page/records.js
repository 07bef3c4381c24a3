import { byId, element, fill, keepInStep } from './dom.js';
import { counted, number } from './text.js';

/** Who is subscribed to which topic: counts and the first tokens. */
export function showTopics({ total, subscriptions, shown }) {
	const projects = new Set(shown.map(({ project }) => project));
	byId('topicsTotal').textContent =
		total === 0 ? '0' : `${counted(total, 'topic')}, ${counted(subscriptions, 'subscription')}`;
	keepInStep(byId('topics'), shown, {
		keyOf: ({ project, topic }) => `${project} ${topic}`,
		create: topicRow(projects.size > 1),
		empty: 'Nobody is subscribed to a topic.',
	});
}

const topicRow = (namesProject) => () => {
	const summary = element('summary');
	const tokens = element('ul', { class: 'tokens' });
	const node = element('li', {}, element('details', {}, summary, tokens));
	const update = ({ project, topic, count, sample }) => {
		fill(
			summary,
			element(
				'span',
				{ class: 'what' },
				topic,
				namesProject && element('span', { class: 'hint' }, ` ${project}`),
			),
			element('span', { class: 'amount' }, number(count)),
		);
		const rest = count - sample.length;
		fill(
			tokens,
			sample.map((token) => element('li', {}, element('code', {}, token))),
			rest > 0 && element('li', { class: 'hint' }, `and ${number(rest)} more`),
		);
	};
	return { node, update };
};

/** The saved segments with their expressions. */
export function showSegments({ total, shown }) {
	show('segments', total, shown, {
		keyOf: ({ code }) => code,
		parts: ({ code, name, expression, expirationDate, application, devices }) => [
			element('span', { class: 'what' }, name),
			element('span', { class: 'amount' }, devices === undefined ? '' : counted(devices, 'device')),
			element('code', { class: 'facts' }, expression),
			element(
				'span',
				{ class: 'facts' },
				element('span', {}, code),
				application && element('span', {}, application),
				expirationDate && element('span', {}, `until ${expirationDate}`),
			),
		],
		empty: 'No segment was saved.',
	});
}

/** The newest imports of APNs tokens. */
export function showImports({ total, shown }) {
	show('imports', total, shown, {
		keyOf: ({ application, apnsToken }) => `${application} ${apnsToken}`,
		parts: ({ application, apnsToken, registrationToken, sandbox, count }) => [
			element('code', { class: 'what' }, apnsToken),
			element('span', { class: 'amount' }, sandbox ? 'sandbox' : 'production'),
			element('code', { class: 'facts' }, `→ ${registrationToken}`),
			element(
				'span',
				{ class: 'facts' },
				element('span', {}, application),
				count > 1 && element('span', {}, `imported ${number(count)} times`),
			),
		],
		empty: 'No APNs token was imported.',
	});
}

/** The newest web push subscriptions. */
export function showWebSubscriptions({ total, shown }) {
	show('webSubscriptions', total, shown, {
		keyOf: ({ token }) => token,
		parts: ({ token, service }) => [
			element('code', { class: 'what' }, token),
			element('span', { class: 'amount' }, service),
		],
		empty: 'No browser subscription was imported.',
	});
}

function show(id, total, shown, { keyOf, parts, empty }) {
	byId(`${id}Total`).textContent =
		total > shown.length ? `${shown.length} newest of ${number(total)}` : number(total);
	const create = () => {
		const node = element('li', { class: 'record' });
		return { node, update: (item) => fill(node, parts(item)) };
	};
	keepInStep(byId(id), shown, { keyOf, create, empty });
}
