// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest;

import java.io.IOException;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.apache.kafka.connect.errors.ConnectException;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** HTTP/1.1 and HTTP/2, in the clear or by TLS, on the first free port of those given. */
final class IngestServer {
    private static final Logger LOG = LoggerFactory.getLogger(IngestServer.class);
    private static final long BETWEEN_TRIES_MS = 100;

    private final Server server;
    private final ServerConnector connector;
    private final Options options;
    private final SlowSenders slow;

    /**
     * How it listens.
     *
     * @param portTimeout how long to wait while all ports are taken
     * @param tls null for none
     */
    record Options(
            String host,
            Ports ports,
            Duration portTimeout,
            @Nullable Secure tls,
            int maxThreads,
            int maxConnections,
            int maxHeaderBytes,
            Duration idleTimeout,
            Duration readTimeout,
            Duration stopTimeout) {}

    /** TLS, and whether clients show a certificate. */
    record Secure(SSLContext context, ClientCertificate clientCertificate) {}

    enum ClientCertificate implements io.millrace.records.ConfigChecks.Dashed {
        NONE,
        REQUESTED,
        REQUIRED
    }

    IngestServer(Options options, Handler handler, String name) {
        this.options = options;
        QueuedThreadPool threads = new QueuedThreadPool(options.maxThreads, Math.min(4, options.maxThreads));
        threads.setName(name);
        threads.setDaemon(true);
        server = new Server(threads);
        server.setErrorHandler(new PlainErrors());
        slow = new SlowSenders(handler, options.readTimeout);
        server.setHandler(new GracefulHandler(slow));
        server.setStopTimeout(options.stopTimeout.toMillis());
        connector = new ServerConnector(server, 1, -1, factories(options));
        connector.setHost(options.host);
        connector.setIdleTimeout(options.idleTimeout.toMillis());
        connector.setAcceptQueueSize(1024);
        server.addConnector(connector);
        server.addBean(new NetworkConnectionLimit(options.maxConnections, connector));
    }

    private static ConnectionFactory[] factories(Options options) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendDateHeader(true);
        http.setRequestHeaderSize(options.maxHeaderBytes);
        http.setUriCompliance(UriCompliance.RFC3986);
        if (options.tls == null) {
            return new ConnectionFactory[] {new HttpConnectionFactory(http), new ClearTextHttp2(http)};
        }
        SecureRequestCustomizer customizer = new SecureRequestCustomizer();
        customizer.setSniHostCheck(false);
        http.addCustomizer(customizer);
        SslContextFactory.Server ssl = new SslContextFactory.Server();
        ssl.setSslContext(options.tls.context);
        ssl.setNeedClientAuth(options.tls.clientCertificate == ClientCertificate.REQUIRED);
        ssl.setWantClientAuth(options.tls.clientCertificate == ClientCertificate.REQUESTED);
        HttpConnectionFactory http1 = new HttpConnectionFactory(http);
        HTTP2ServerConnectionFactory http2 = new HTTP2ServerConnectionFactory(http);
        ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory(http2.getProtocol(), http1.getProtocol());
        alpn.setDefaultProtocol(http1.getProtocol());
        return new ConnectionFactory[] {new SslConnectionFactory(ssl, alpn.getProtocol()), alpn, http2, http1};
    }

    /** @throws ConnectException if no port is free, or the server cannot be started */
    void start() {
        try {
            bind();
            server.start();
            slow.watch(connector);
        } catch (ConnectException e) {
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectException("Cannot listen: the task ends.", e);
        } catch (Exception e) {
            throw new ConnectException("Cannot listen on " + options.host + ":" + port() + ".", e);
        }
    }

    private void bind() throws InterruptedException {
        long begun = System.nanoTime();
        IOException failure = tryPorts();
        if (failure != null) {
            LOG.info("Waits for a free port of {}: a task before this one may not have ended yet.", options.ports);
        }
        while (failure != null) {
            if (System.nanoTime() - begun >= options.portTimeout.toNanos()) {
                throw new ConnectException(
                        "Cannot listen: found no free port of " + options.ports + " at " + options.host
                                + " (expected one for each task on"
                                + " this worker). Give a wider range as " + HttpIngestConfig.PORT
                                + ", or end what listens there; then restart the task.",
                        failure);
            }
            Thread.sleep(BETWEEN_TRIES_MS);
            failure = tryPorts();
        }
    }

    /** Null if it listens now. */
    private @Nullable IOException tryPorts() {
        IOException failure = null;
        for (int port = options.ports.first(); port <= options.ports.last(); port++) {
            connector.setPort(port);
            try {
                connector.open();
                return null;
            } catch (IOException e) {
                LOG.debug("Cannot listen on {}:{}: {}", options.host, port, e.getMessage());
                failure = e;
            }
        }
        return failure;
    }

    int port() {
        return connector.getLocalPort();
    }

    boolean isSecure() {
        return options.tls != null;
    }

    Scheduler scheduler() {
        return server.getScheduler();
    }

    /** Lets answers out that are under way, for a while, and closes all connections. */
    void stop() {
        slow.unwatch();
        try {
            server.stop();
        } catch (Exception e) {
            LOG.warn("The server on port {} did not stop in order: {}", options.ports, e.toString());
        }
        server.destroy();
    }
}
