/** A word before the token in an `Authorization` header; `none` is the bare token, `any` takes each of them. */
export type Scheme = 'Api' | 'Key' | 'Token' | 'Bearer' | 'none' | 'any';

/** Switches for what the reference leaves open about people, configuration, figures, e-mail and SMS. */
export interface AreaSettings {
	/** setTags, getTags, unregisterDevice, postEvent, and getNearestZone when it carries a token. */
	deviceApi: {
		/** Refusals are seen with HTTP 400 (setTags); whether every method does so is open. */
		refusalsAs: 'http400' | 'http200';
		/** A Device token that isn't granted the application. */
		foreignApplicationAs: 'http401' | 'refusal';
		/** What stands in the body of an HTTP 401. */
		unauthorizedAs: 'envelope' | 'text' | 'empty';
		/** Old clients sent the Server token as `auth` in the body. */
		alsoTakesServerTokenInBody: boolean;
	};
	/** bulkSetTags and bulkRegisterDevice. */
	bulk: {
		/** An older edition asks for 50 devices a call; the current page names no minimum. */
		minimumDevices: number;
		/** No upper limit is named. */
		maximumDevices?: number;
		requestIdAs: 'text' | 'number';
		/** Questions that are answered with the running word before the task ends. */
		pollsUntilDone: number;
		/** Tasks end with the word of failure and set nothing. */
		fail: boolean;
		/** `Pending` and `Completed` are known, the other two are not. */
		words: { pending: string; running: string; completed: string; failed: string };
		/** The word of a task of which single devices failed. */
		wordWhenSomeFailed: string;
		/** Two clients ask for the status without a token. */
		statusToken: 'notNeeded' | 'needed';
		/** What `detailed=true` adds. */
		details: 'allDevices' | 'troubledDevices' | 'nothing';
		/** A tag that doesn't exist, without `create_missing_tags`. */
		unknownTagsAs: 'skipped' | 'deviceError' | 'lostSilently' | 'taskFails';
		/** A value that its tag's type can't take. */
		wrongValuesAs: 'deviceError' | 'lostSilently' | 'http400';
		/** The example calls it required, the table optional. */
		listOperatorRequired: boolean;
		/** More than one of hwid, user_id and push_token in an entry. */
		severalIdentifiers: 'refused' | 'firstCounts';
		/** Whether bulkRegisterDevice answers as bulkSetTags does isn't documented. */
		registerAnswer: 'request' | 'completedRequest' | 'emptyObject';
		/** Where the status of a registration is asked for. */
		registerStatusPath: 'own' | 'bulkSetTags';
	};
	/** The older setTags: whether the answer names the tags that it skipped. */
	setTags: { answersSkipped: boolean };
	getTags: {
		unknownDeviceAs: 'body404' | 'http404' | 'notFoundInWords' | 'emptyResult';
		/** An empty PHP map may come as `[]`. */
		emptyAs: 'object' | 'list';
		datesAs: 'text' | 'unixSeconds';
	};
	deleteUser: {
		/** `statusless` is an object without a `status_code`. */
		answer: 'statusless' | 'emptyObject' | 'emptyBody' | 'envelope';
		refusalsAs: 'grpc' | 'message' | 'envelope400' | 'envelope200';
		unknownUserAs: 'accepted' | 'http404';
	};
	events: {
		/** The answer of postEvent: an in-app's code, the same empty, no key for it, or `response: null`. */
		postAnswer: 'code' | 'emptyCode' | 'noCode' | 'null';
		unknownEventAs: 'accepted' | 'refused404' | 'refused210';
		/** The tables mark both required, the comments say that either is enough. */
		identifiers: 'eitherIsEnough' | 'bothRequired';
		/** An older edition warns that without HWID nobody enters a journey. */
		userAloneEntersJourney: boolean;
		/** createEvent with a name that is there. */
		existingEventAs: 'refused' | 'createdAgain';
		eventIdAs: 'number' | 'text';
		/** Events an account may have; 403 beyond. */
		limit?: number;
	};
	journeys: {
		scheme: Scheme;
		/** An older edition says Bearer for drop-users. */
		dropUsersScheme: Scheme;
		requestUuidIn: 'top' | 'payload' | 'nowhere';
		dropAnswer: 'emptyObject' | 'payload' | 'emptyBody';
		/** The list is undocumented. */
		list: 'available' | 'missing';
		metadataIn: 'top' | 'payload';
		listPageSize: number;
		/** Starting users into a journey that isn't running. */
		notRunningAs: 'http400' | 'acceptedAndIgnored';
		unknownAttributesAs: 'http400' | 'ignored';
		/** No limit is named. */
		mostUsersPerStart?: number;
		errorsAs: 'grpc' | 'message' | 'text';
		numbersAs: 'number' | 'text';
	};
	presets: {
		/** listPresets: by code (objects or names), or a list of objects, or of codes. */
		listAs: 'objectsByCode' | 'namesByCode' | 'listOfObjects' | 'listOfCodes';
		/** Whether the presets are the `response` or stand in it under `presets`. */
		listIn: 'response' | 'presets';
		codeKey: 'code' | 'preset_code';
		/** createPreset documents no code. */
		createAnswer: 'noResponse' | 'null' | 'code';
		/** Members of getPreset: the preset itself, or under `preset`. */
		getIn: 'response' | 'preset';
		deleteAnswer: 'null' | 'noResponse';
	};
	tags: {
		/** addTag of a name that is there. */
		existingTagAs: 'refused210' | 'resultFalse';
		unknownTagAs: 'refused210' | 'refused404';
		/** Which of the two flags addTag takes; editions differ. */
		flag: 'userSpecific' | 'applicationSpecific' | 'both';
	};
	campaigns: {
		/** How the last page is told. */
		lastPage: 'noCursor' | 'emptyCursor' | 'sameCursor' | 'cursorToEmptyPage';
		/** Entries of a page when no `limit` was sent: all, as a client says, or the example's 100. */
		withoutLimit: 'all' | 'hundred';
		/** createCampaign with a name that is there. */
		existingNameAs: 'createdAgain' | 'refused';
	};
	applications: {
		/** Older editions reserve createApplication, updateApplication, deleteApplication and getApplication. */
		plan: 'custom' | 'ordinary';
		/** Whether getApplication holds code and title isn't seen. */
		getHoldsTitle: boolean;
		updateAnswer: 'null' | 'noResponse';
	};
	geozones: {
		/** addGeoZone: nothing, the ids, zones by name, or a verdict on each zone. */
		addAnswer: 'null' | 'ids' | 'zones' | 'verdicts';
		/** A zone whose name is there. */
		existingNameAs: 'createdAgain' | 'refused';
		/** Coordinates of addGeoZone are documented as texts. */
		coordinates: 'textsOnly' | 'numbersToo';
		/** Whether getNearestZone wants the Device token. */
		nearestToken: 'notNeeded' | 'needed';
		nearestNumbersAs: 'number' | 'text';
		/** getNearestZone where there is no zone. */
		noZoneAs: 'null' | 'refused404';
	};
	/** Whether createTestDevice needs `auth`; neither table nor example has it. */
	testDevices: { createAuth: 'notNeeded' | 'needed' };
	statistics: {
		messagesListScheme: Scheme;
		/** `/api/v2/statistics/…`. */
		scheme: Scheme;
		/** One edition wraps the fields in `request`. */
		wrapping: 'none' | 'request';
		firstPage: 0 | 1;
		/** What stands beyond the last page. */
		afterLastPage: 'empty' | 'lastPageAgain';
		totalAs: 'messages' | 'pages' | 'text' | 'missing';
		/** Figures in messages:list; those of totalsByIntervals are documented as texts. */
		listNumbersAs: 'number' | 'text';
		itemPlatformsAs: 'names' | 'numbers';
		/** Answers in which the figures of a new message still grow. */
		growsForAnswers: number;
		/** Where totalsByIntervals puts `conversion`. */
		conversionIn: 'rows' | 'top' | 'nowhere';
		/** HTTP status of `{"error": …}`. */
		errorsAs: 'http400' | 'http200';
		/** Key of the rows of getMessageLog; the old form stands in `response.result`. */
		messageLogRowsIn: 'items' | 'result' | 'response.result';
		/** How the last page of getMessageLog is told. */
		messageLogEnd: 'noToken' | 'sameToken';
		/** getMessageLog is for custom plans. */
		messageLogPlan: 'custom' | 'ordinary';
		subscriberPlatformsAs: 'names' | 'numbers';
		subscriberNumbersAs: 'number' | 'text';
	};
	email: {
		/** The documented success has `response: null`. */
		answer: 'null' | 'codes' | 'emptyCodes';
		/** Older examples send `subject` as a list of objects with one key. */
		subjectForms: 'current' | 'olderToo';
		/** Addresses declared unknown, without use_auto_registration. */
		strangersAs: 'skipped' | 'refused';
	};
	/** SMS and WhatsApp. */
	phone: {
		/** The vendor has enabled the channel. */
		smsEnabled: boolean;
		whatsAppEnabled: boolean;
		/** The older example writes WhatsApp numbers with `whatsapp:`. */
		whatsAppNumbers: 'either' | 'withPrefix' | 'bare';
		/** A `transactionId` is documented for pushes and e-mails only. */
		transactionId: 'refused' | 'taken';
	};
	cancel: {
		/** Whether v2 cancel knows the codes of createMessage isn't documented. */
		knowsCodesOfCreateMessage: boolean;
		/** What a message that left at once is, for cancel. */
		sentMessagesAre: 'done' | 'processing';
	};
}

/** The current documentation's reading of each, and where there is none the simplest. */
export function defaultAreaSettings(): AreaSettings {
	return {
		deviceApi: {
			refusalsAs: 'http400',
			foreignApplicationAs: 'http401',
			unauthorizedAs: 'envelope',
			alsoTakesServerTokenInBody: false,
		},
		bulk: {
			minimumDevices: 0,
			requestIdAs: 'text',
			pollsUntilDone: 1,
			fail: false,
			words: { pending: 'Pending', running: 'Pending', completed: 'Completed', failed: 'Failed' },
			wordWhenSomeFailed: 'Completed',
			statusToken: 'notNeeded',
			details: 'allDevices',
			unknownTagsAs: 'skipped',
			wrongValuesAs: 'deviceError',
			listOperatorRequired: false,
			severalIdentifiers: 'refused',
			registerAnswer: 'request',
			registerStatusPath: 'own',
		},
		setTags: { answersSkipped: true },
		getTags: { unknownDeviceAs: 'body404', emptyAs: 'object', datesAs: 'text' },
		deleteUser: { answer: 'statusless', refusalsAs: 'grpc', unknownUserAs: 'accepted' },
		events: {
			postAnswer: 'code',
			unknownEventAs: 'accepted',
			identifiers: 'eitherIsEnough',
			userAloneEntersJourney: false,
			existingEventAs: 'refused',
			eventIdAs: 'number',
		},
		journeys: {
			scheme: 'Api',
			dropUsersScheme: 'Api',
			requestUuidIn: 'top',
			dropAnswer: 'emptyObject',
			list: 'available',
			metadataIn: 'top',
			listPageSize: 20,
			notRunningAs: 'http400',
			unknownAttributesAs: 'http400',
			errorsAs: 'grpc',
			numbersAs: 'number',
		},
		presets: {
			listAs: 'objectsByCode',
			listIn: 'response',
			codeKey: 'code',
			createAnswer: 'noResponse',
			getIn: 'response',
			deleteAnswer: 'null',
		},
		tags: { existingTagAs: 'refused210', unknownTagAs: 'refused210', flag: 'both' },
		campaigns: { lastPage: 'noCursor', withoutLimit: 'hundred', existingNameAs: 'createdAgain' },
		applications: { plan: 'custom', getHoldsTitle: false, updateAnswer: 'null' },
		geozones: {
			addAnswer: 'null',
			existingNameAs: 'createdAgain',
			coordinates: 'textsOnly',
			nearestToken: 'notNeeded',
			nearestNumbersAs: 'number',
			noZoneAs: 'null',
		},
		testDevices: { createAuth: 'notNeeded' },
		statistics: {
			messagesListScheme: 'Api',
			scheme: 'Api',
			wrapping: 'none',
			firstPage: 0,
			afterLastPage: 'empty',
			totalAs: 'messages',
			listNumbersAs: 'number',
			itemPlatformsAs: 'names',
			growsForAnswers: 2,
			conversionIn: 'top',
			errorsAs: 'http400',
			messageLogRowsIn: 'items',
			messageLogEnd: 'noToken',
			messageLogPlan: 'custom',
			subscriberPlatformsAs: 'names',
			subscriberNumbersAs: 'number',
		},
		email: { answer: 'null', subjectForms: 'current', strangersAs: 'skipped' },
		phone: { smsEnabled: true, whatsAppEnabled: true, whatsAppNumbers: 'either', transactionId: 'refused' },
		cancel: { knowsCodesOfCreateMessage: true, sentMessagesAre: 'done' },
	};
}
