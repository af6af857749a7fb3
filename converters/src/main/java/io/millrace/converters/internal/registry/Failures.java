// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.registry;

import io.millrace.converters.internal.registry.Round.Failure;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;

/** Says what went wrong with a request, whether it may be over by itself, and what to do. */
final class Failures {
    private static final String START = "Start the registry or correct '" + RegistryOptions.SCHEMA_REGISTRY_URL + "'";
    static final String NOT_A_REGISTRY =
            "Check that '" + RegistryOptions.SCHEMA_REGISTRY_URL + "' is a registry, its path included";
    private static final String TLS = "Correct the settings '" + TlsOptions.PREFIX + "*', or the certificates";
    private static final String WRITABLE = "Let the registry take new schemas again";

    private Failures() {}

    static Failure of(String url, IOException e, Patience patience) {
        if (e instanceof CannotAskException known) {
            return known.failure();
        }
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException || isAlert(cause)) {
                return new Failure(url + " failed the TLS handshake (" + cause.getMessage() + ")", false, TLS, e);
            }
            if (cause instanceof BoundedBody.TooLargeException) {
                return new Failure(url + " answered " + cause.getMessage(), false, NOT_A_REGISTRY, e);
            }
        }
        return new Failure(url + " " + describe(e, patience), true, START, e);
    }

    static Failure unwell(String url, int status) {
        return new Failure(url + " answered " + status, true, START, null);
    }

    static Failure readOnly(String url) {
        return new Failure(url + " is read-only", true, WRITABLE, null);
    }

    /** What the other side says when it will not have our certificate, protocol or ciphers. */
    private static boolean isAlert(Throwable cause) {
        return cause instanceof SSLException
                && String.valueOf(cause.getMessage()).startsWith("Received fatal alert");
    }

    private static String describe(IOException e, Patience patience) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException) {
                return "has an unknown host name";
            }
            if (cause instanceof SSLException) {
                return "failed the TLS handshake (" + cause.getMessage() + ")";
            }
        }
        if (e instanceof HttpConnectTimeoutException) {
            return "did not accept a connection within "
                    + patience.connectTimeout().toMillis() + " ms";
        }
        if (e instanceof HttpTimeoutException) {
            return "did not answer within " + patience.readTimeout().toMillis() + " ms";
        }
        if (e instanceof ConnectException) {
            return "refused the connection";
        }
        return "broke off (" + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()) + ")";
    }
}
