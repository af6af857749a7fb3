// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest;

import java.util.Set;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/2 without TLS, by prior knowledge, or by upgrade (RFC 7540, section 3.2) from a request that cannot have a body: the
 * body of one that is upgraded would not be read.
 */
final class ClearTextHttp2 extends HTTP2CServerConnectionFactory {
    /** PRI is the preface of those who need no upgrade: it comes this way, too. */
    private static final Set<String> WITHOUT_BODY = Set.of("GET", "HEAD", "PRI");

    ClearTextHttp2(HttpConfiguration http) {
        super(http);
    }

    @Override
    public @Nullable Connection upgradeConnection(
            Connector connector, EndPoint endPoint, MetaData.Request upgrade, HttpFields.Mutable answer) {
        boolean mayHaveBody = !WITHOUT_BODY.contains(upgrade.getMethod());
        return mayHaveBody ? null : super.upgradeConnection(connector, endPoint, upgrade, answer);
    }
}
