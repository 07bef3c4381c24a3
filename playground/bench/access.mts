/** The scope that opens Instance ID and FCM. */
export const MESSAGING_SCOPE = 'https://www.googleapis.com/auth/firebase.messaging';
