import { call } from './control.js';
import { byId, element, expandableRow, fill, jsonBox, keepInStep } from './dom.js';
import { audience, counted, inLanguage, number, schedule, time } from './text.js';

const STATES = { arrived: 'Arrived', waiting: 'Scheduled', deleted: 'Deleted' };
const SCREEN_NAMES = { iphone: 'iPhone', android: 'Android', desktop: 'Web browser' };
let newestKey;

/** The list of all pushes: what, to whom, when, under which code. */
export function showPushes({ total, shown }) {
	byId('pushesTotal').textContent =
		total > shown.length ? `${shown.length} newest of ${number(total)}` : number(total);
	keepInStep(byId('pushes'), shown, {
		keyOf: ({ key }) => key,
		create: ({ key }) => row(key),
		empty:
			'Nothing was sent yet. Run a workflow with Send Push or FCM Send Message, and the push appears on the devices above.',
	});
	announce(shown[0]);
}

/** Says a new push to screen readers, but not what was there when the page was opened. */
function announce(newest) {
	const isNew = newestKey !== undefined && newest !== undefined && newest.key !== newestKey;
	if (isNew) byId('news').textContent = `New push to ${audience(newest)}: ${headlineOf(newest)}`;
	newestKey = newest?.key ?? '';
}

function headlineOf({ looks, headline, extras }) {
	const spoken = looks.find(({ silent }) => !silent);
	const text = spoken && (inLanguage(spoken.title, 'en') ?? inLanguage(spoken.text, 'en'));
	if (text) return text;
	if (looks.length > 0 && !spoken) return 'Silent push';
	return inLanguage(headline, 'en') ?? extras[0] ?? 'Without a text';
}

function row(key) {
	const load = async () =>
		jsonBox('As it was sent', await call('GET', `inbox/pushes/${encodeURIComponent(key)}`));
	const { node, summary, refresh } = expandableRow({ id: key, className: 'push', load });
	const update = (push) => {
		fill(
			summary,
			element('span', { class: 'when' }, time(push.at)),
			element('span', { class: 'what', dir: 'auto' }, headlineOf(push)),
			element('span', { class: `tag ${push.state}` }, STATES[push.state]),
			element(
				'span',
				{ class: 'facts' },
				factsOf(push).map((fact) => element('span', {}, fact)),
			),
		);
		refresh();
	};
	return { node, update };
}

function factsOf(push) {
	const { sample, recipients, unknownDevices, repeats, languages, looks, extras } = push;
	const named = sample.length > 0 && !push.isBroadcast;
	const more = recipients > sample.length ? ` and ${number(recipients - sample.length)} more` : '';
	const replaced = looks.filter((look) => look.replaced);
	return [
		element('strong', { class: push.isBroadcast ? 'broadcast' : undefined }, `To ${audience(push)}`),
		named && `${sample.join(', ')}${more}`,
		push.schedule && schedule(push.schedule),
		unknownDevices > 0 && `${counted(unknownDevices, 'device')} unknown`,
		looks.length === 0
			? 'reaches no device'
			: `on ${looks.map(({ screen }) => SCREEN_NAMES[screen]).join(', ')}`,
		replaced.length > 0 && `replaced on ${replaced.map(({ screen }) => SCREEN_NAMES[screen]).join(', ')}`,
		languages.length > 0 && `in ${languages.join(', ')}`,
		...extras,
		repeats > 0 && `asked for ${counted(repeats, 'more time')}, sent once`,
		element('code', {}, push.code),
	].filter(Boolean);
}
