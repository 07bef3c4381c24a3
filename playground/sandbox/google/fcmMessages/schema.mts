/** What a field may hold. `object` is JSON of the sender's own making, `texts` a map of texts by key. */
export type Kind =
	| 'string'
	| 'boolean'
	| 'integer'
	| 'number'
	| 'duration'
	| 'timestamp'
	| 'object'
	| 'texts'
	| { oneOf: readonly string[]; lowerCaseToo?: boolean }
	| { list: Kind }
	| { fields: Fields };

/** The fields of an object by their name in snake_case; camelCase is taken as well. */
export interface Fields {
	[name: string]: Kind;
}

const LABEL_OPTIONS: Fields = { analytics_label: 'string' };

const COLOR: Fields = { red: 'number', green: 'number', blue: 'number', alpha: 'number' };

const ANDROID_NOTIFICATION: Fields = {
	title: 'string',
	body: 'string',
	icon: 'string',
	color: 'string',
	sound: 'string',
	tag: 'string',
	click_action: 'string',
	body_loc_key: 'string',
	body_loc_args: { list: 'string' },
	title_loc_key: 'string',
	title_loc_args: { list: 'string' },
	channel_id: 'string',
	ticker: 'string',
	sticky: 'boolean',
	event_time: 'timestamp',
	local_only: 'boolean',
	notification_priority: {
		oneOf: ['PRIORITY_MIN', 'PRIORITY_LOW', 'PRIORITY_DEFAULT', 'PRIORITY_HIGH', 'PRIORITY_MAX'],
	},
	default_sound: 'boolean',
	default_vibrate_timings: 'boolean',
	default_light_settings: 'boolean',
	vibrate_timings: { list: 'duration' },
	visibility: { oneOf: ['PRIVATE', 'PUBLIC', 'SECRET'] },
	notification_count: 'integer',
	light_settings: {
		fields: { color: { fields: COLOR }, light_on_duration: 'duration', light_off_duration: 'duration' },
	},
	image: 'string',
	proxy: { oneOf: ['ALLOW', 'DENY', 'IF_PRIORITY_LOWERED'] },
	bypass_proxy_notification: 'boolean',
};

const ANDROID_COMMON: Fields = {
	collapse_key: 'string',
	ttl: 'duration',
	restricted_package_name: 'string',
	data: 'texts',
	direct_boot_ok: 'boolean',
	bandwidth_constrained_ok: 'boolean',
	restricted_satellite_ok: 'boolean',
	fcm_options: { fields: LABEL_OPTIONS },
};

const MESSAGE: Fields = {
	name: 'string',
	data: 'texts',
	notification: { fields: { title: 'string', body: 'string', image: 'string' } },
	android: {
		fields: {
			...ANDROID_COMMON,
			priority: { oneOf: ['NORMAL', 'HIGH'], lowerCaseToo: true },
			notification: { fields: ANDROID_NOTIFICATION },
		},
	},
	android_v2: {
		fields: {
			...ANDROID_COMMON,
			remote_notification: {
				fields: {
					notification: { fields: ANDROID_NOTIFICATION },
					mutable_content: 'boolean',
					use_as_v1_data_message: 'boolean',
				},
			},
			background_sync: { fields: {} },
		},
	},
	apns: {
		fields: {
			headers: 'texts',
			payload: 'object',
			fcm_options: { fields: { ...LABEL_OPTIONS, image: 'string' } },
			live_activity_token: 'string',
		},
	},
	webpush: {
		fields: {
			headers: 'texts',
			data: 'texts',
			notification: 'object',
			fcm_options: { fields: { ...LABEL_OPTIONS, link: 'string' } },
		},
	},
	fcm_options: { fields: LABEL_OPTIONS },
	token: 'string',
	fid: 'string',
	topic: 'string',
	condition: 'string',
};

/** The body of messages:send (the reference, sections 3 to 6). */
export const SEND_REQUEST: Fields = { message: { fields: MESSAGE }, validate_only: 'boolean' };
