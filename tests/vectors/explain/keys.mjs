// TEST KEYS. They were made for this corpus, are public, and protect nothing.

import { createPrivateKey, createPublicKey } from 'node:crypto';

export const rsaPublic = `-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA4TqyVQMIrc9sYVa/9z8a
k8Um1EihhFIvf0HQNdBTnW1xuah5bsps/CqGvfvHy9dHBXL4HL0nzdzILjbn9nV9
cWwnQxdhinjDZS6jmSNXkkI4FFh3+BXqUVaUPDnyF8tDtk6niJNd+y99IEGD+kYr
41JAeFF/sJgH3sQVqjbKPkUgttONI75OtR3FZw0KGFo77ttZvl7uKeMLVUgJVOjJ
+9g3JEpJZKrTsebRkvCT3ckoGRxYvc6y1N+uzjLfFwlyO2lFGTGHqESUNeqsT5hj
rSnwxZrdj3/02XC3iDygrNYneH4qOQAeVxxnxtyyAE/k71QyMAxUbVES2L32JWGw
WwIDAQAB
-----END PUBLIC KEY-----
`;

const rsaPrivatePem = `-----BEGIN PRIVATE KEY-----
MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQDhOrJVAwitz2xh
Vr/3PxqTxSbUSKGEUi9/QdA10FOdbXG5qHluymz8Koa9+8fL10cFcvgcvSfN3Mgu
Nuf2dX1xbCdDF2GKeMNlLqOZI1eSQjgUWHf4FepRVpQ8OfIXy0O2TqeIk137L30g
QYP6RivjUkB4UX+wmAfexBWqNso+RSC2040jvk61HcVnDQoYWjvu21m+Xu4p4wtV
SAlU6Mn72DckSklkqtOx5tGS8JPdySgZHFi9zrLU367OMt8XCXI7aUUZMYeoRJQ1
6qxPmGOtKfDFmt2Pf/TZcLeIPKCs1id4fio5AB5XHGfG3LIAT+TvVDIwDFRtURLY
vfYlYbBbAgMBAAECggEAbzLgHfm//LRWkZ5Xa7YzpHZni9KKL/61pZI0PoVq6uRA
jEXCInF9qmhCmyTmiVzxmx6eoe2/67MQAEUqdDOgqfGYVtcB2PBzpA6JRg+9aiAY
eO8O2CTVya/BwxRm0tmPxkACFfuQIHZbRCQkiVnAzFxtKRovvVvqMtFD0wR3CJOC
jj+2envvmEOUjkgLJ6MNyRwhrwt45u+AMPRAlbxFDs/aXnsDzsX5jr2b217DRyND
1bZRnVG7XTge443KvCwAJyIEVfocoNQwZSWSv+eDOILgVVaNB44y3VRLjBLQ82fE
JIvvHzE0rrUvtyU4LDGEiFp3p4Y2nMj3OEvC8iR01QKBgQDwx9PYWfDZ/JHrpT9Z
EtDvadFY/65DVxSyXx+bmbcMOuf4n3NKTQHeE8s6WU11H4A9c8EbiOYnk+kn+JYB
BOj+VZ+0dXAYwbTICZCFUvxavLgsA/SbZHmRsbx56Sakpnp7jgubLLnN69UPrOJF
BEd/KrUDQq7ikuKCORXPpL/gnQKBgQDvdzofIUfbDyXpZl6L1Z/aLiDDU+QC/nHV
SfDkG8iM/wcHZ/5+fqmHyppNY03VQ0FPPtBFzEBlURlu1h0dyw6Aiimqp2ZAjrGu
qMxKIKBMZUIc3HaxhMmAlD3aRPJ50lT7UBIbov4x0RHZRpb5oVyFw75cI7t97T/n
m8a2RQNXVwKBgQDP2N+xampz8ggQr9QQUyLTGLhjqErIzJoMI/sH+dg+kXb/cr02
DWWoS9PqKX6otSmhYpP27eUnkxH4tCjg9lkee9FiGOJMLKKe70q3HFzFAxXEwSFd
Jo2ezBvT7QSzqxYeJA82w5QdAxAn+OhWBYymZLpe9yg6Y+tt2FNQrHoKLQKBgBxs
d36ocaID20kn+IL6mV3JaeQlegQM9bAOdcRts9FgmBH9+wxCtpbCqqwS5HMy53aj
iw8t3lroVG9+hLg7mP4S6D00X4O8LEUCDjWiR8SppD5OwNvzWgOkFO9qjal+GM43
w95561g4a7jxkwwQZi4OfPLs3t1kotg3+k86Q9pDAoGAN8kQOi9QniZB6fScC4DL
13P4rErUTlWFI6qfwzM28nD8Azj99s3vgGQltkcRRDtJMGgae5jP2gymfyXMqiEd
bHFlByzYzI/22RY+TJFKNKG9P4/RND8y0ZCjxFS1MsEQuNWSepRq5AeS7IHxZkWZ
oVCFl6K0s7rkAFc86tumJkI=
-----END PRIVATE KEY-----
`;
export const rsaPrivate = createPrivateKey(rsaPrivatePem);

// Seeds of 32 bytes. The second pair is that of another application of the same user.
const ED25519_SEEDS = [
  '68e1d1f2b7e64c2a9f0d3c5b8a7e6f1d2c3b4a5968778695a4b3c2d1e0f1a2b3',
  '0f1e2d3c4b5a69788796a5b4c3d2e1f00112233445566778899aabbccddeeff0',
];
const PKCS8 = '302e020100300506032b657004220420';

export const ed25519 = ED25519_SEEDS.map((seed) => {
  const privateKey = createPrivateKey({ key: Buffer.from(PKCS8 + seed, 'hex'), format: 'der', type: 'pkcs8' });
  const der = createPublicKey(privateKey).export({ format: 'der', type: 'spki' });
  return { privateKey, publicHex: der.subarray(-32).toString('hex') };
});
