import { isObject } from '../http/message.mts';
import { clip } from './clip.mts';

/** Which of the inbox's devices shows a push. */
export type Screen = 'iphone' | 'android' | 'desktop';

/** A text, or one by language code. */
export type Localized = string | Record<string, string>;

/** How a push looks on one device; what the push doesn't have is absent. */
export interface Look {
	screen: Screen;
	/** Platform whose fields were taken, e.g. `Chrome`. */
	platform: string;
	/** The app gets the data, the user sees nothing. */
	silent?: boolean;
	title?: Localized;
	subtitle?: Localized;
	text?: Localized;
	/** Address or resource name. */
	icon?: string;
	image?: string;
	/** As the push says it, e.g. `+1`. */
	badge?: string;
	/** File name; empty text for "without a sound". */
	sound?: string;
	buttons?: string[];
	/** Where a click leads, when that differs between the screens. */
	link?: string;
	/** What else there is to know about it on this device, in words. */
	notes?: string[];
	/** A later push with the same one takes its place on the device. */
	slot?: string;
	/** A later push has taken its place. */
	replaced?: boolean;
}

type Fields = Record<string, unknown>;

/** Names of a platform's own fields; for title and subtitle the general ones are the fallback. */
interface Family {
	code: number;
	platform: string;
	screen: Screen;
	/** Whether the platform shows a subtitle. */
	subtitle?: string;
	title?: string;
	icon?: string[];
	image?: string;
	badge?: string;
	sound?: string;
	silent?: string;
	buttons?: string[];
}

/** In the order of preference for each screen. Email, SMS and WhatsApp have no screen here. */
const FAMILIES: Family[] = [
	{
		code: 1,
		platform: 'iOS',
		screen: 'iphone',
		title: 'ios_title',
		subtitle: 'ios_subtitle',
		badge: 'ios_badges',
		sound: 'ios_sound',
		silent: 'ios_silent',
	},
	{
		code: 3,
		platform: 'Android',
		screen: 'android',
		title: 'android_header',
		icon: ['android_custom_icon', 'android_icon'],
		image: 'android_banner',
		badge: 'android_badges',
		sound: 'android_sound',
		silent: 'android_silent',
	},
	{
		code: 17,
		platform: 'Huawei',
		screen: 'android',
		title: 'huawei_android_header',
		icon: ['huawei_android_custom_icon', 'huawei_android_icon'],
		image: 'huawei_android_banner',
		badge: 'huawei_android_badges',
		sound: 'huawei_android_sound',
	},
	{
		code: 9,
		platform: 'Amazon',
		screen: 'android',
		title: 'adm_header',
		icon: ['adm_custom_icon', 'adm_icon'],
		image: 'adm_banner',
		sound: 'adm_sound',
	},
	{ code: 19, platform: 'Xiaomi', screen: 'android' },
	{
		code: 11,
		platform: 'Chrome',
		screen: 'desktop',
		title: 'chrome_title',
		icon: ['chrome_icon'],
		image: 'chrome_image',
		buttons: ['chrome_button_text1', 'chrome_button_text2'],
	},
	{ code: 12, platform: 'Firefox', screen: 'desktop', title: 'firefox_title', icon: ['firefox_icon'] },
	{ code: 10, platform: 'Safari', screen: 'desktop', title: 'safari_title', buttons: ['safari_action'] },
	{ code: 13, platform: 'Internet Explorer', screen: 'desktop' },
	{
		code: 7,
		platform: 'macOS',
		screen: 'desktop',
		subtitle: 'subtitle',
		badge: 'mac_badges',
		sound: 'mac_sound',
	},
	{ code: 8, platform: 'Windows', screen: 'desktop' },
];

/**
 * How a Pushwoosh notification looks on the devices that it reaches, one look per screen at most.
 * `isReached` tells whether the push goes to a platform, by its code.
 */
export function looksOf(notification: Fields, isReached: (code: number) => boolean): Look[] {
	const screens: Screen[] = ['iphone', 'android', 'desktop'];
	return screens.flatMap((screen) => {
		const family = FAMILIES.find((candidate) => candidate.screen === screen && isReached(candidate.code));
		return family === undefined ? [] : [lookOn(family, notification)];
	});
}

function lookOn(family: Family, notification: Fields): Look {
	const field = (name: string | undefined) => (name === undefined ? undefined : notification[name]);
	const buttons = (family.buttons ?? [])
		.map(field)
		.map(textOf)
		.filter((text) => text !== undefined);
	return withoutGaps({
		screen: family.screen,
		platform: family.platform,
		silent: field(family.silent) === 1 ? true : undefined,
		title: localizedOf(field(family.title)) ?? localizedOf(notification.title),
		subtitle:
			family.subtitle === undefined
				? undefined
				: (localizedOf(field(family.subtitle)) ?? localizedOf(notification.subtitle)),
		text: family.platform === 'Windows' ? windowsText(notification) : localizedOf(notification.content),
		icon: (family.icon ?? [])
			.map(field)
			.map(textOf)
			.find((text) => text !== undefined),
		image: textOf(family.screen === 'iphone' ? attachmentOf(notification) : field(family.image)),
		badge: badgeOf(field(family.badge)),
		sound: soundOf(field(family.sound)),
		buttons: buttons.length === 0 ? undefined : buttons,
	});
}

/** A picture on iOS travels in the root of the payload. */
function attachmentOf({ ios_root_params: root }: Fields): unknown {
	return isObject(root) ? root.attachment : undefined;
}

/** Windows shows its own Base64 content, mostly XML, and never the general one. */
function windowsText({ wns_content: content }: Fields): Localized | undefined {
	const decode = (text: string) => clip(Buffer.from(text, 'base64').toString('utf8'), LONGEST_TEXT);
	if (typeof content === 'string') return decode(content);
	if (!isObject(content)) return undefined;
	return Object.fromEntries(
		Object.entries(content).map(([language, text]) => [language, decode(String(text))]),
	);
}

const LONGEST_TEXT = 1000;
const MOST_LANGUAGES = 30;

/** A text or texts by language, cut to a length that can be shown; `undefined` for anything else. */
export function localizedOf(value: unknown): Localized | undefined {
	if (!isObject(value)) return textOf(value);
	const texts = Object.entries(value)
		.slice(0, MOST_LANGUAGES)
		.flatMap(([language, text]) => (typeof text === 'string' ? [[language, clip(text, LONGEST_TEXT)]] : []));
	return texts.length === 0 ? undefined : (Object.fromEntries(texts) as Record<string, string>);
}

/** A non-empty text, cut; `undefined` for anything else. */
export function textOf(value: unknown): string | undefined {
	return typeof value === 'string' && value !== '' ? clip(value, LONGEST_TEXT) : undefined;
}

function badgeOf(value: unknown): string | undefined {
	return value === undefined ? undefined : clip(String(value), 10);
}

function soundOf(value: unknown): string | undefined {
	return typeof value === 'string' ? clip(value, 80) : undefined;
}

type Gaps = Pick<Look, 'screen' | 'platform'> & { [K in keyof Look]?: Look[K] | undefined };

/** The same look without the keys that have no value. */
export function withoutGaps(look: Gaps): Look {
	return Object.fromEntries(
		Object.entries(look).filter(([, value]) => value !== undefined),
	) as unknown as Look;
}
