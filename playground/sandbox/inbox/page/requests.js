import { call } from './control.js';
import { byId, element, expandableRow, fill, jsonBox, keepInStep } from './dom.js';
import { duration, number, time } from './text.js';

const onlyTrouble = byId('onlyTrouble');
const OUTCOMES = {
	open: 'in flight',
	reset: 'connection reset',
	truncated: 'cut off',
	aborted: 'client gave up',
};
let latest = { total: 0, shown: [] };

onlyTrouble.addEventListener('change', () => showRequests(latest));

/** The last requests to the services, newest on top, each with its answer. */
export function showRequests(section) {
	latest = section;
	const { total, shown } = section;
	const rows = onlyTrouble.checked ? shown.filter(isTrouble) : shown;
	byId('requestsTotal').textContent =
		total > shown.length ? `${shown.length} of ${number(total)}` : number(total);
	keepInStep(byId('requests'), rows, {
		// Numbers start again when the sandbox starts over.
		keyOf: ({ id, at }) => `${id} ${at}`,
		create: ({ id }) => row(id),
		empty: onlyTrouble.checked
			? 'No trouble among the last requests.'
			: 'No service was asked for anything yet.',
	});
}

function isTrouble({ status, outcome, refusal }) {
	return outcome !== 'open' && (outcome !== 'answered' || status >= 400 || refusal !== undefined);
}

function row(id) {
	const load = async () => detailOf(await call('GET', `inbox/requests/${id}`));
	const { node, summary, refresh } = expandableRow({ className: 'request', load });
	const update = (request) => {
		const { method, path, status, at, tookMs, outcome, fault, refusal } = request;
		fill(
			summary,
			element('span', { class: 'when' }, time(at)),
			element(
				'span',
				{ class: `tag ${toneOf(request)}` },
				outcome === 'answered' ? String(status) : OUTCOMES[outcome],
			),
			element('span', { class: 'what' }, element('b', {}, method), ' ', element('code', {}, path)),
			element('span', { class: 'took' }, tookMs === undefined ? '…' : duration(tookMs)),
			(fault || refusal) &&
				element(
					'span',
					{ class: 'facts' },
					fault && element('span', { class: 'fault' }, `Misbehaviour: ${fault}`),
					refusal && element('span', {}, refusal),
				),
		);
		refresh();
	};
	return { node, update };
}

function toneOf(request) {
	if (request.outcome === 'open') return 'waiting';
	if (!isTrouble(request)) return 'good';
	return request.outcome === 'answered' && request.status < 400 ? 'mixed' : 'bad';
}

function detailOf({ kept, query, headers, body, answer, acted, connection, inFlight }) {
	const facts = `${acted ? 'The service acted on it' : 'The service didn’t act on it'} · connection ${connection} · ${inFlight} in flight when it arrived`;
	if (!kept) return [element('p', { class: 'hint' }, `${facts}. The light log keeps no bodies.`)];
	return [
		element('p', { class: 'hint' }, `${facts}. Credentials are left out.`),
		...(Object.keys(query).length > 0 ? jsonBox('Query', query) : []),
		...jsonBox('Headers', headers),
		...jsonBox('Body', body),
		...jsonBox('Answer', answer ?? 'None was sent.'),
	];
}
