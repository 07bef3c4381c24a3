import * as is from './checks.mts';
import type { Check } from './checks.mts';

const content: Record<string, Check> = {
	send_date: is.sendDate,
	timezone: is.timeZone,
	ignore_user_timezone: is.flag,
	content: is.localizedText,
	title: is.localizedText,
	subtitle: is.localizedText,
	campaign: is.code,
	preset: is.code,
	send_rate: is.range(100, 1000),
	link: is.filledText,
	minimize_link: is.oneOf(0, 2),
	rich_media: is.code,
	remote_page: is.fullUrl,
	page_id: is.wholeNumber,
	rich_page_id: is.wholeNumber,
	data: is.objectOrJson,
	transactionId: is.uuid,
	dynamic_content_placeholders: is.object,
	capping_avoid: is.flag,
	capping_exclude: is.flag,
};

const ios: Record<string, Check> = {
	ios_title: is.localizedText,
	ios_subtitle: is.localizedText,
	ios_badges: is.badge,
	ios_sound: is.text,
	ios_ttl: is.seconds,
	ios_silent: is.bit,
	ios_category_id: (value) => (typeof value === 'number' ? is.wholeNumber(value) : is.filledText(value)),
	ios_root_params: is.iosRootParameters,
	apns_trim_content: is.bit,
	ios_trim_content: is.bit,
};

const android: Record<string, Check> = {
	android_header: is.text,
	android_root_params: is.object,
	android_sound: is.androidSound,
	android_icon: is.text,
	android_custom_icon: is.fullUrl,
	android_banner: is.fullUrl,
	android_badges: is.badge,
	android_gcm_ttl: is.seconds,
	android_vibration: is.bitOrFlag,
	android_led: is.color,
	android_priority: is.range(-2, 2),
	android_delivery_priority: is.oneOf('normal', 'high'),
	android_ibc: is.background,
	android_silent: is.bit,
};

const huawei: Record<string, Check> = {
	huawei_android_header: is.text,
	huawei_android_root_params: is.object,
	huawei_android_sound: is.androidSound,
	huawei_android_icon: is.text,
	huawei_android_custom_icon: is.fullUrl,
	huawei_android_banner: is.fullUrl,
	huawei_android_badges: is.badge,
	huawei_android_gcm_ttl: is.seconds,
	huawei_android_group_id: is.text,
	huawei_android_vibration: is.bitOrFlag,
	huawei_android_led: is.color,
	huawei_android_priority: is.range(-2, 2),
	huawei_android_ibc: is.background,
};

const amazon: Record<string, Check> = {
	adm_header: is.text,
	adm_root_params: is.object,
	adm_sound: is.text,
	adm_icon: is.text,
	adm_custom_icon: is.fullUrl,
	adm_banner: is.fullUrl,
	adm_ttl: is.seconds,
	adm_priority: is.range(-2, 2),
};

const desktop: Record<string, Check> = {
	mac_badges: is.wholeNumber,
	mac_sound: is.text,
	mac_root_params: is.object,
	mac_ttl: is.seconds,
	wns_content: is.base64,
	wns_type: is.oneOf('Tile', 'Toast', 'Badge', 'Raw'),
	wns_tag: (value) =>
		typeof value === 'string' && /^[A-Za-z0-9]{1,16}$/.test(value)
			? undefined
			: 'at most 16 letters and digits',
	wns_cache: is.bit,
	wns_ttl: is.seconds,
};

const web: Record<string, Check> = {
	safari_title: is.text,
	safari_action: is.text,
	safari_url_args: is.textList,
	safari_ttl: is.seconds,
	chrome_title: is.text,
	chrome_icon: is.iconSource,
	chrome_image: is.fullUrl,
	chrome_gcm_ttl: is.seconds,
	chrome_duration: is.seconds,
	chrome_button_text1: is.text,
	chrome_button_url1: is.text,
	chrome_button_text2: is.text,
	chrome_button_url2: is.text,
	chrome_root_params: is.object,
	firefox_title: is.text,
	firefox_icon: is.iconSource,
	firefox_root_params: is.object,
};

/** Obsolete, or seen in other places of the API only: taken as they come, without any effect. */
const UNCONFIRMED = [
	'filter_code',
	'follow_user',
	'inbox_image',
	'inbox_date',
	'inbox_days',
	'capping_days',
	'capping_count',
	'message_type',
	'android_group_id',
	'wp_type',
	'wp_background',
	'wp_backbackground',
	'wp_backtitle',
	'wp_backcontent',
	'wp_count',
	'blackberry_header',
];

/** The checks of every documented field of a notification that isn't about its audience. */
export const NOTIFICATION_FIELDS: ReadonlyMap<string, Check | undefined> = new Map<string, Check | undefined>(
	[
		...Object.entries({ ...content, ...ios, ...android, ...huawei, ...amazon, ...desktop, ...web }),
		...UNCONFIRMED.map((name): [string, undefined] => [name, undefined]),
	],
);
