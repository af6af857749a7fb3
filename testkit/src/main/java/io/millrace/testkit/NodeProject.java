// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A folder with packages of npm, in the versions of its {@code package-lock.json}, from wherever this machine's npm gets
 * them; and programs that are run in it. Install scripts are not run.
 */
public final class NodeProject {
    private static final int MAX_SECONDS = 300;

    private final Path home;
    private final String absence;

    private NodeProject(Path home, String absence) {
        this.home = home;
        this.absence = absence;
    }

    /**
     * Copies the files of {@code sources} to {@code home} and has npm install what they name.
     *
     * @param oldestNode the major version of Node that is needed at least
     */
    public static NodeProject install(Path sources, Path home, int oldestNode)
            throws IOException, InterruptedException {
        Files.createDirectories(home);
        try (Stream<Path> files = Files.list(sources)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, home.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        NodeProject project = new NodeProject(home, "");
        return new NodeProject(home, project.installed(oldestNode));
    }

    private String installed(int oldestNode) throws IOException, InterruptedException {
        String version = run(List.of("node", "--version")).output().strip();
        int major = version.matches("v\\d+\\..*") ? Integer.parseInt(version.substring(1, version.indexOf('.'))) : 0;
        if (major < oldestNode) {
            return "Node " + oldestNode + " or newer is not on the PATH.";
        }
        Result npm = run(List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"));
        return npm.exit() == 0 ? "" : "npm could not install " + home.getFileName() + ": " + npm.output();
    }

    /** Why it could not be installed: no Node, no npm or no network. Empty if it was. */
    public String absence() {
        return absence;
    }

    /** Where it is. */
    public Path home() {
        return home;
    }

    /** Runs a program of the PATH in the folder; one that cannot be started, or does not end, has exit code -1. */
    public Result run(List<String> command) throws IOException, InterruptedException {
        Path log = home.resolve(command.get(0) + ".log").toAbsolutePath();
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .directory(home.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
        } catch (IOException notThere) {
            return new Result(-1, String.valueOf(notThere.getMessage()));
        }
        if (!process.waitFor(MAX_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            return new Result(-1, command + " took more than " + MAX_SECONDS + " s");
        }
        return new Result(process.exitValue(), Files.readString(log));
    }

    /**
     * How a program ended.
     *
     * @param output what it wrote, errors included
     */
    public record Result(int exit, String output) {}
}
