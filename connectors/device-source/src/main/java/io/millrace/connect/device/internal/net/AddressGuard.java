// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.device.internal.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import javax.net.SocketFactory;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * Checks every address that a client connects to, when it does: after its name was looked up, on every hop, so that neither a
 * redirect nor a name that changes its address gets around it. Behind a proxy only the proxy's address is seen.
 */
public final class AddressGuard extends SocketFactory {
    private final AddressRules rules;

    public AddressGuard(AddressRules rules) {
        this.rules = rules;
    }

    /** Has all connections of {@code client} checked. */
    public void install(OkHttpClient.Builder client) {
        client.socketFactory(this);
    }

    /** @throws RefusedAddressException if connections may not go to {@code address} */
    void check(InetSocketAddress address) throws RefusedAddressException {
        InetAddress ip = address.getAddress();
        String denial = ip == null ? null : rules.denial(ip);
        if (denial != null) {
            String host = address.getHostString();
            String name = host.equals(ip.getHostAddress()) ? "" : host + " with ";
            throw new RefusedAddressException(name + "address " + ip.getHostAddress() + " (denied as " + denial + ")");
        }
    }

    @Override
    public Socket createSocket() {
        return new Socket() {
            @Override
            public void connect(SocketAddress endpoint, int timeout) throws IOException {
                check((InetSocketAddress) endpoint);
                super.connect(endpoint, timeout);
            }
        };
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return connected(new InetSocketAddress(host, port), null);
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
        return connected(new InetSocketAddress(host, port), new InetSocketAddress(local, localPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return connected(new InetSocketAddress(host, port), null);
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
        return connected(new InetSocketAddress(host, port), new InetSocketAddress(local, localPort));
    }

    private Socket connected(InetSocketAddress target, @Nullable InetSocketAddress local) throws IOException {
        Socket socket = createSocket();
        if (local != null) {
            socket.bind(local);
        }
        socket.connect(target, 0);
        return socket;
    }
}
