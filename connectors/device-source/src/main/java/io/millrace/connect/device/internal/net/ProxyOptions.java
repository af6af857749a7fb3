// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal.net;

import static io.millrace.records.ConfigChecks.between;

import io.millrace.records.OptionGroup;
import java.net.InetSocketAddress;
import java.net.Proxy;
import okhttp3.Credentials;
import okhttp3.OkHttpClient;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.types.Password;

/** The way through an HTTP proxy: the settings {@code http.proxy.*}. */
public final class ProxyOptions {
    public static final String HOST = "http.proxy.host";
    public static final String PORT = "http.proxy.port";
    public static final String USER = "http.proxy.user";
    public static final String PASSWORD = "http.proxy.password";

    private static final int DEFAULT_PORT = 3128;

    private ProxyOptions() {}

    /** Adds the settings to {@code def}. */
    public static void define(ConfigDef def) {
        new OptionGroup(def, "Proxy")
                .text(
                        HOST,
                        "",
                        null,
                        "Proxy host",
                        "An HTTP proxy that all requests go through. It looks names up, so http.addresses.* hold for the"
                                + " proxy's own address then. Empty: none.")
                .number(PORT, DEFAULT_PORT, between(1, 65_535, DEFAULT_PORT), "Proxy port", "Its port.")
                .text(USER, "", null, "Proxy user", "A user for the proxy, if it asks for one.")
                .secret(PASSWORD, "Proxy password", "The user's password.");
    }

    /** Has all requests of {@code client} go through the proxy, if there is one. */
    public static void install(AbstractConfig config, OkHttpClient.Builder client) {
        String host = config.getString(HOST);
        if (host.isEmpty()) {
            client.proxy(Proxy.NO_PROXY);
            return;
        }
        client.proxy(new Proxy(Proxy.Type.HTTP, new InetSocketAddress(host, config.getInt(PORT))));
        String user = config.getString(USER);
        Password password = config.getPassword(PASSWORD);
        if (!user.isEmpty()) {
            String credentials = Credentials.basic(user, password == null ? "" : password.value());
            client.proxyAuthenticator((route, response) -> response.request().header("Proxy-Authorization") != null
                    ? null // refused once
                    : response.request()
                            .newBuilder()
                            .header("Proxy-Authorization", credentials)
                            .build());
        }
    }
}
