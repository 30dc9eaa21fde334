/**
 * Most of a request's body that HAProxy takes before a server does [B]: a buffer (tune.bufsize
 * 16384) less what is kept free for rewriting headers (tune.maxrewrite 1024).
 * Source: HAProxy 3.2 configuration manual, section 3.2.
 */
export const REQUEST_BUFFER = 15 * 1024;
