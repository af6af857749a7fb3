// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Driver;
import java.util.Enumeration;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.apache.kafka.connect.sink.SinkTask;
import org.jspecify.annotations.Nullable;

/** A plugin in its own folder, apart from our class path: only Connect's API, and logging, are shared. */
final class PluginLoader extends URLClassLoader {
    /** The folder that holds the plugins' folders; the build makes {@code benchmarks/target/peers}. */
    static final String PROPERTY = "millrace.peers";

    private PluginLoader(URL[] jars) {
        super("peer", jars, PluginLoader.class.getClassLoader());
    }

    static PluginLoader of(String plugin) {
        Path folder = Path.of(System.getProperty(PROPERTY, "target/peers"), plugin);
        if (!Files.isDirectory(folder)) {
            throw new IllegalStateException("Cannot find " + folder.toAbsolutePath()
                    + ". Build it (mvn generate-resources -pl benchmarks), or set the system property " + PROPERTY
                    + ".");
        }
        try (Stream<Path> files = Files.list(folder)) {
            PluginLoader loader = new PluginLoader(files.map(PluginLoader::url).toArray(URL[]::new));
            // As a worker does: its drivers register themselves for its own classes.
            ServiceLoader.load(Driver.class, loader).stream().forEach(ServiceLoader.Provider::get);
            return loader;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static URL url(Path file) {
        try {
            return file.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new UncheckedIOException(e);
        }
    }

    SinkTask newSinkTask(String name) {
        try {
            return (SinkTask) loadClass(name).getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Cannot make a " + name + ": " + e, e);
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded == null && !isShared(name)) {
                loaded = ownClass(name);
            }
            return loaded == null ? super.loadClass(name, resolve) : loaded;
        }
    }

    /** Of Connect, the API; of its runtime we have nothing, so that comes from the folder. */
    private static boolean isShared(String name) {
        return name.startsWith("java.") || name.startsWith("org.apache.kafka.") || name.startsWith("org.slf4j.");
    }

    private @Nullable Class<?> ownClass(String name) {
        try {
            return findClass(name);
        } catch (ClassNotFoundException notHere) {
            return null;
        }
    }

    @Override
    public @Nullable URL getResource(String name) {
        URL own = findResource(name);
        return own == null ? super.getResource(name) : own;
    }

    /** Services of ours are none of the plugin's. */
    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        Enumeration<URL> own = findResources(name);
        return own.hasMoreElements() ? own : super.getResources(name);
    }
}
