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
    private static final String START_OR_SHOW_KEY =
            START + ", or give the certificate that it asks for in '" + RegistryOptions.TLS_PREFIX + "keystore.*'";
    static final String NOT_A_REGISTRY =
            "Check that '" + RegistryOptions.SCHEMA_REGISTRY_URL + "' is a registry, its path included";
    private static final String TLS = "Correct the settings '" + RegistryOptions.TLS_PREFIX + "*', or the certificates";
    private static final String WRITABLE = "Let the registry take new schemas again";

    private Failures() {}

    static Failure of(String url, IOException e, Transport.Settings settings) {
        if (e instanceof CannotAskException known) {
            return known.failure();
        }
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException || isAlert(cause)) {
                return Failure.lasting(url + " failed the TLS handshake (" + cause.getMessage() + ")", TLS, e);
            }
            if (cause instanceof BoundedBody.TooLargeException) {
                return Failure.lasting(url + " answered " + cause.getMessage(), NOT_A_REGISTRY, e);
            }
        }
        // In TLS 1.3 a server that wants another certificate may hang up after the handshake, without a word.
        String remedy = url.startsWith("https:") && isBrokenConnection(e) ? START_OR_SHOW_KEY : START;
        return Failure.passing(url + " " + describe(e, settings), remedy, e);
    }

    static Failure unwell(String url, int status) {
        return Failure.passing(url + " answered " + status, START, null);
    }

    static Failure readOnly(String url) {
        return Failure.passing(url + " is read-only", WRITABLE, null);
    }

    /** Whether the connection went away under a request, as one does that was kept and is closed at the other end. */
    static boolean isBrokenConnection(IOException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof HttpTimeoutException
                    || cause instanceof ConnectException
                    || cause instanceof SSLException
                    || cause instanceof BoundedBody.TooLargeException) {
                return false;
            }
        }
        return true;
    }

    /** What the other side says when it will not have our certificate, protocol or ciphers. */
    private static boolean isAlert(Throwable cause) {
        return cause instanceof SSLException
                && String.valueOf(cause.getMessage()).startsWith("Received fatal alert");
    }

    private static String describe(IOException e, Transport.Settings settings) {
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
                    + settings.connectTimeout().toMillis() + " ms";
        }
        if (e instanceof HttpTimeoutException) {
            return "did not answer within " + settings.readTimeout().toMillis() + " ms";
        }
        if (e instanceof ConnectException) {
            return "refused the connection";
        }
        return "broke off (" + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()) + ")";
    }
}
