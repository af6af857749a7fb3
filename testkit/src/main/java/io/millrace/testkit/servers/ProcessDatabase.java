// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit.servers;

/** A {@link DatabaseServer} that is one child process on loopback, with one user that may do everything. */
abstract class ProcessDatabase extends ProcessServer implements DatabaseServer {
    static final String USER = "millrace";
    static final String PASSWORD = "millrace";

    private final int port;

    ProcessDatabase(ChildProcess.Spec spec, int port) {
        super(spec);
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
