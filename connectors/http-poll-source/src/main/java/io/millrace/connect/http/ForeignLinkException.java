// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.http;

import okhttp3.HttpUrl;

/** A page, or a redirect, leads to another scheme, host or port, where no credentials may go. */
final class ForeignLinkException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private ForeignLinkException(String found) {
        super(found);
    }

    /**
     * {@code link} seen from {@code base}.
     *
     * @throws ForeignLinkException if it is not there
     */
    static HttpUrl resolved(HttpUrl base, String link) {
        HttpUrl target = base.resolve(link);
        if (target == null) {
            throw new ForeignLinkException("a link that is no http or https address");
        }
        if (!isSameOrigin(base, target)) {
            throw new ForeignLinkException("a link to " + target.scheme() + "://" + target.host() + ":" + target.port()
                    + " (expected " + base.scheme() + "://" + base.host() + ":" + base.port() + ")");
        }
        return target.newBuilder().username("").password("").fragment(null).build();
    }

    static boolean isSameOrigin(HttpUrl one, HttpUrl other) {
        return one.scheme().equals(other.scheme()) && one.host().equals(other.host()) && one.port() == other.port();
    }
}
