// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit.servers;

/** A {@link DatabaseServer} that is one child process or container, reached on loopback, with one user that may do everything. */
abstract class SingleDatabase extends SingleServer implements DatabaseServer {
    static final String USER = "millrace";
    static final String PASSWORD = "millrace";

    private final int port;

    SingleDatabase(Instance instance, int port) {
        super(instance);
        this.port = port;
    }

    @Override
    boolean isReady() {
        return answers();
    }

    @Override
    public String host() {
        return "127.0.0.1";
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public String user() {
        return USER;
    }

    @Override
    public String password() {
        return PASSWORD;
    }
}
