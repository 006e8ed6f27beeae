/** An environment whose proxy is none. */
process.env.HTTPS_PROXY = 'socks5://user:secret@proxy.example:1080';
