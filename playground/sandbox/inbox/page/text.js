const count = new Intl.NumberFormat('en');
const clock = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });
const day = new Intl.DateTimeFormat('en-GB', {
	day: 'numeric',
	month: 'short',
	hour: '2-digit',
	minute: '2-digit',
});

export const number = (value) => count.format(value);

/** `1 device`, `12 devices`. */
export const counted = (value, noun) => `${number(value)} ${noun}${value === 1 ? '' : 's'}`;

/** Clock time today, else day and time. */
export function time(moment) {
	const date = new Date(moment);
	return (date.toDateString() === new Date().toDateString() ? clock : day).format(date);
}

export function duration(milliseconds) {
	return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}

/** A plain text as it is; of texts by language that language's, else the English, else the first one. */
export function inLanguage(text, language) {
	return typeof text === 'object' ? (text[language] ?? text.en ?? Object.values(text)[0]) : text;
}

/** The end of an address or file name, which tells pictures apart. */
export function fileName(address) {
	return address.split(/[?#]/, 1)[0].split('/').filter(Boolean).at(-1) ?? address;
}

/** Who a push is for: `2 users`, `segment “Madrid”, 12 devices`, `everyone, 40 devices`. */
export function audience({ audience: kind, recipients, service }) {
	if (service === 'FCM') {
		return kind.startsWith('one ') ? kind : `${kind}, ${counted(recipients, 'token')}`;
	}
	if (kind === 'users' || kind === 'devices') return counted(recipients, kind.slice(0, -1));
	return `${kind}, ${counted(recipients, 'device')}`;
}

/** When a scheduled push was asked to come: `2026-03-01 09:30, Europe/Madrid`. */
export function schedule({ date, timezone, atLocalTime }) {
	return atLocalTime ? `${date} at each user’s local time` : `${date}, ${timezone}`;
}
