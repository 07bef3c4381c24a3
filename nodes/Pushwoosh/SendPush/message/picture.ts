import { ItemProblem } from '../../../shared/failure';
import type { Notification } from './notification';

/**
 * One picture in the place where each platform looks for it: the big picture of Android and Huawei, the large image of
 * Chrome, and on iOS an attachment, which the app's notification extension only sees with `mutable-content`
 * (Pushwoosh API reference, platform-specific fields).
 * @throws ItemProblem when it isn't a full web address
 */
export function pictureFields(imageUrl: string): Notification {
	if (!/^https?:\/\/[^/\s]/i.test(imageUrl) || !URL.canParse(imageUrl)) {
		throw new ItemProblem(
			"'Image URL' isn't a full web address",
			'Enter an address that begins with https://, and that the devices can reach.',
		);
	}
	return {
		ios_root_params: { aps: { 'mutable-content': 1 }, attachment: imageUrl },
		android_banner: imageUrl,
		huawei_android_banner: imageUrl,
		chrome_image: imageUrl,
	};
}
