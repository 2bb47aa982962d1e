package dev.hashring.router.routing;

/**
 * What a node answered, as a whole.
 *
 * @param status the HTTP status
 * @param body the bytes that came with it
 */
record NodeAnswer(int status, byte[] body) {

}
