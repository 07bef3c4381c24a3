import { call } from './control.js';
import { byId, element, fill } from './dom.js';
import { counted } from './text.js';

const form = byId('switches');
const problem = byId('problem');

const EVERY = [
	[0, 'Off'],
	[1, 'Every one'],
	[2, 'Every 2nd'],
	[3, 'Every 3rd'],
	[5, 'Every 5th'],
	[10, 'Every 10th'],
	[100, 'Every 100th'],
];
const LATENCY = [
	[0, 'Off'],
	[250, '250 ms'],
	[1000, '1 second'],
	[3000, '3 seconds'],
	[10_000, '10 seconds'],
	[35_000, '35 seconds'],
];

/** Each with what makes it on, its label, a sentence, further fields, and the name of its rule in the log. */
const SWITCHES = [
	{ name: 'latencyMs', label: 'Slow', hint: 'Every answer takes this much longer.', options: LATENCY },
	{
		name: 'failEvery',
		label: 'Failing',
		hint: 'Requests answered 503.',
		rule: 'unavailable',
		more: [{ name: 'failAfterActing', label: 'After the service has acted', type: 'checkbox' }],
	},
	{
		name: 'resetEvery',
		label: 'Resetting connections',
		hint: 'Requests that end without an answer.',
		rule: 'connection reset',
		more: [{ name: 'resetAfterActing', label: 'After the service has acted', type: 'checkbox' }],
	},
	{
		name: 'limitEvery',
		label: 'Over the limit',
		hint: 'Requests answered 429 and not acted on.',
		rule: 'over the limit',
		more: [{ name: 'retryAfter', label: 'Retry-After (seconds)', type: 'number', max: 3600 }],
	},
	{
		name: 'expireEvery',
		label: 'Expired access tokens',
		hint: 'Google requests that find the access token expired.',
		rule: 'access token expired',
	},
	{
		name: 'refuseEvery',
		label: 'Refused tokens',
		hint: 'Registration and APNs tokens and Pushwoosh devices, the same ones each time.',
		more: [
			{
				name: 'refuseAs',
				label: 'Google says',
				options: [
					['unregistered', 'NOT_FOUND'],
					['malformed', 'INVALID_ARGUMENT'],
				],
			},
		],
	},
];
const SERVICE = {
	name: 'service',
	label: 'Failures, resets and limit concern',
	options: [
		['all', 'Pushwoosh and Google'],
		['pushwoosh', 'Pushwoosh'],
		['google', 'Google'],
		['token', 'Google’s token endpoint'],
	],
};

/** Builds the form once; every change takes effect at once. */
export function buildSwitches() {
	fill(form, SWITCHES.map(row), element('div', { class: 'switch plain' }, ...field(SERVICE)));
	form.addEventListener('change', ({ target }) => void move({ [target.name]: valueOf(target) }));
	form.addEventListener('submit', (event) => event.preventDefault());
	byId('allOff').addEventListener(
		'click',
		() => void attempt(async () => place(await call('DELETE', 'switches'))),
	);
}

function row({ name, label, hint, options = EVERY, more = [] }) {
	const hintId = `${name}Hint`;
	return element(
		'div',
		{ class: 'switch', 'data-switch': name },
		...field({ name, label, options, describedBy: hintId }),
		element('p', { id: hintId, class: 'hint' }, hint, ' ', element('span', { class: 'effect' })),
		...more.map((extra) => element('div', { class: 'more' }, ...field(extra))),
		name === 'expireEvery' && element('button', { type: 'button', click: expireNow }, 'Expire all now'),
	);
}

function field({ name, label, options, type, max, describedBy }) {
	const caption = element('label', { for: name }, label);
	const input = options
		? element('select', { id: name, name, 'aria-describedby': describedBy }, options.map(option))
		: element('input', {
				id: name,
				name,
				type,
				...(type === 'number' ? { min: 0, max, inputmode: 'numeric' } : {}),
			});
	return type === 'checkbox' ? [input, caption] : [caption, input];
}

const option = ([value, text]) => element('option', { value }, text);

function valueOf(input) {
	if (input.type === 'checkbox') return input.checked;
	return input.type === 'number' || /^\d+$/.test(input.value) ? Number(input.value) : input.value;
}

async function move(change) {
	await attempt(async () => place(await call('PATCH', 'switches', change)));
}

async function expireNow() {
	await attempt(() => call('POST', 'expire-access-tokens'));
}

/** Does something with the sandbox and shows its sentence when that fails. */
export async function attempt(action) {
	try {
		await action();
		problem.hidden = true;
	} catch (error) {
		problem.textContent = error.message;
		problem.hidden = false;
	}
}

/** Shows where the switches stand, and how often each has struck. */
export function showSwitches({ positions, rules }) {
	place(positions);
	const names = SWITCHES.map(({ rule }) => rule);
	for (const { name, rule } of SWITCHES) {
		const fired = rules.filter((entry) => entry.name === rule).reduce((sum, entry) => sum + entry.fired, 0);
		form.querySelector(`[data-switch=${name}] .effect`).textContent =
			fired > 0 ? `So far ${counted(fired, 'request')}.` : '';
	}
	const others = rules.filter(({ name }) => !names.includes(name));
	fill(
		byId('otherRules'),
		others.length > 0 && element('h3', {}, 'Other rules'),
		others.map(({ name, fired }) => element('p', {}, `${name}: ${counted(fired, 'request')} so far`)),
	);
}

function place(positions) {
	for (const [name, value] of Object.entries(positions)) {
		const input = form.elements.namedItem(name);
		// Not under the fingers of someone who is typing.
		if (!input || (input === document.activeElement && input.type === 'number')) continue;
		if (input.type === 'checkbox') input.checked = value;
		else {
			const isOffered =
				input.tagName !== 'SELECT' || [...input.options].some((offered) => offered.value === String(value));
			if (!isOffered) input.append(option([value, name === 'latencyMs' ? `${value} ms` : `One in ${value}`]));
			input.value = value;
		}
		form.querySelector(`[data-switch=${name}]`)?.classList.toggle('on', Number(value) > 0);
	}
}
