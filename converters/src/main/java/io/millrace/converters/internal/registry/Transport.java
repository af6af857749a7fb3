// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.registry;

import io.millrace.http.internal.Tls;
import io.millrace.http.internal.Tls.TlsSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * HTTP with the settings of a connection: its timeout, proxy and TLS. Converters with the same settings share one, with
 * its threads and connections; these end when nobody uses it any more. Redirects are not followed: credentials go to the
 * configured URLs only. Thread-safe.
 */
final class Transport {
    /** The settings; {@code proxy} and {@code tls} null for the JVM's. */
    record Settings(
            Duration connectTimeout,
            Duration readTimeout,
            @Nullable Proxy proxy,
            @Nullable TlsSettings tls) {}

    record Proxy(String host, int port) {}

    private static final Shared<Settings, Transport> SHARED = new Shared<>(Transport::new);

    private final Shared<OAuthTokens.Settings, OAuthTokens> tokens =
            new Shared<>(settings -> new OAuthTokens(settings, this, System::nanoTime));
    private final Settings settings;
    private final HttpClient client;

    private Transport(Settings settings) {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(settings.connectTimeout);
        if (settings.proxy != null) { // its name is looked up for each connection, not once
            builder.proxy(
                    ProxySelector.of(InetSocketAddress.createUnresolved(settings.proxy.host, settings.proxy.port)));
        }
        if (settings.tls != null) {
            Tls tls = Tls.of(settings.tls);
            builder.sslContext(tls.context()).sslParameters(tls.parameters());
        }
        client = builder.build();
        this.settings = settings;
    }

    /** Throws a {@link org.apache.kafka.common.config.ConfigException} when the TLS settings cannot be used. */
    static Transport of(Settings settings) {
        return SHARED.of(settings);
    }

    /** The tokens of these settings, fetched through here, which all who use this share. */
    OAuthTokens tokens(OAuthTokens.Settings settings) {
        return tokens.of(settings);
    }

    Settings settings() {
        return settings;
    }

    /** Sent once more when the connection breaks: it may have been kept from before, and closed meanwhile. */
    HttpResponse<byte[]> send(HttpRequest.Builder builder) throws IOException, InterruptedException {
        HttpRequest request = builder.timeout(settings.readTimeout).build();
        try {
            return await(client.sendAsync(request, BoundedBody.HANDLER));
        } catch (IOException e) {
            if (!Failures.isBrokenConnection(e)) {
                throw e;
            }
            return await(client.sendAsync(request, BoundedBody.HANDLER));
        }
    }

    /** The client's own timeout ends with the headers; this one holds for the body too. */
    private HttpResponse<byte[]> await(CompletableFuture<HttpResponse<byte[]>> response)
            throws IOException, InterruptedException {
        long limitMs = settings.connectTimeout.plus(settings.readTimeout).toMillis();
        try {
            return response.get(limitMs, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            response.cancel(true);
            throw new HttpTimeoutException("response not complete");
        } catch (InterruptedException e) {
            response.cancel(true);
            throw e;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        }
    }
}
