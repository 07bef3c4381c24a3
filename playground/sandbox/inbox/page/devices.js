import { byId, element, fill, keepInStep } from './dom.js';
import { audience, fileName, inLanguage, schedule, time } from './text.js';

const SCREENS = ['iphone', 'android', 'desktop'];
const USUAL = { iphone: 'iOS', android: 'Android', desktop: '' };
const language = byId('language');
let pushes = [];

language.addEventListener('change', render);

/** Shows the pushes on the three devices, newest on top. */
export function showDevices({ shown }) {
	pushes = shown.filter(({ state }) => state !== 'deleted');
	offerLanguages([...new Set(['en', ...pushes.flatMap(({ languages }) => languages)])].sort());
	render();
}

function offerLanguages(codes) {
	if (codes.join() === [...language.options].map(({ value }) => value).join()) return;
	const chosen = language.value || 'en';
	const names = new Intl.DisplayNames('en', { type: 'language', fallback: 'code' });
	language.replaceChildren(...codes.map((code) => element('option', { value: code }, nameOf(names, code))));
	language.value = codes.includes(chosen) ? chosen : 'en';
}

/** Codes come from pushes, and not every text is a code. */
function nameOf(names, code) {
	try {
		return names.of(code);
	} catch {
		return code;
	}
}

function render() {
	for (const screen of SCREENS) {
		const cards = pushes.flatMap((push) =>
			push.looks
				.filter((look) => look.screen === screen && !look.replaced)
				.map((look) => ({ push, look, language: language.value })),
		);
		keepInStep(byId(screen), cards, {
			keyOf: ({ push }) => push.key,
			create: () => card(),
			empty: 'No push has arrived here yet.',
		});
	}
}

function card() {
	const node = element('li', { class: 'card' });
	const update = ({ push, look, language: code }) => {
		const isWaiting = push.state === 'waiting';
		node.className = ['card', isWaiting && 'waiting', look.silent && 'silent'].filter(Boolean).join(' ');
		fill(
			node,
			head(push, look),
			look.silent ? quiet(look) : body(look, code, push),
			foot(push, look, isWaiting),
		);
	};
	return { node, update };
}

function head({ app, at, state }, { platform, screen, icon, badge }) {
	const initial = [...app][0]?.toUpperCase() ?? '?';
	return element(
		'div',
		{ class: 'card-head' },
		element('span', { class: 'app-icon', title: icon && `Icon: ${icon}`, 'aria-hidden': 'true' }, initial),
		element('span', { class: 'app-name' }, app, platform !== USUAL[screen] && ` · ${platform}`),
		badge && element('span', { class: 'badge' }, element('span', { class: 'unseen' }, 'Badge '), badge),
		element('time', { datetime: new Date(at).toISOString() }, state === 'waiting' ? 'waiting' : time(at)),
	);
}

function quiet({ platform }) {
	return element(
		'p',
		{ class: 'quiet' },
		`Silent push: ${platform === 'iOS' ? 'the iPhone' : 'the device'} shows nothing, the app gets its data.`,
	);
}

function body(look, code, { extras }) {
	const { title, subtitle, text, image, buttons } = look;
	const words = [
		['title', title],
		['subtitle', subtitle],
		['text', text],
	].map(([name, value]) => value && element('p', { class: name, dir: 'auto' }, inLanguage(value, code)));
	const preset = extras.find((extra) => extra.startsWith('preset '));
	return [
		words,
		!text && element('p', { class: 'quiet' }, preset ? `The text is that of ${preset}.` : 'Without a text.'),
		image && picture(image),
		buttons &&
			element(
				'div',
				{ class: 'buttons' },
				buttons.map((caption) => element('span', {}, caption)),
			),
	].flat();
}

/** A stand-in: the page loads nothing from elsewhere. */
function picture(address) {
	return element(
		'div',
		{ class: 'picture', role: 'img', 'aria-label': `Picture ${address}`, title: address },
		element('span', {}, fileName(address)),
	);
}

function foot(push, { icon, sound, notes = [], link = push.link }, isWaiting) {
	return element(
		'div',
		{ class: 'card-foot' },
		isWaiting && element('span', { class: 'due' }, `Comes ${schedule(push.schedule)}`),
		link && element('span', { title: link }, 'Opens ', element('code', {}, link)),
		icon && element('span', { title: icon }, 'Icon ', element('code', {}, fileName(icon))),
		sound !== undefined && element('span', {}, sound === '' ? 'Without a sound' : `Sound ${sound}`),
		notes.map((note) => element('span', {}, note)),
		element('a', { href: `#${push.key}` }, `To ${audience(push)}`),
	);
}
