package dev.hashring.image;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/**
 * Lets the images start fast. Has Spring write the classes that set each application up;
 * then runs both images once, has them answer requests of each kind, and keeps what Java
 * learnt of their classes (JEP 483, 514 and 515). Each step is one layer more. Java older
 * than 25 keeps nothing.
 */
final class Training {

	private static final String PROCESSOR = "org.springframework.boot.SpringApplicationAotProcessor";

	private static final String WRITTEN = "/tmp/written";

	private static final String SETUP = "/app/setup.jar";

	private static final String CLASS_PATH = "/app/jib-classpath-file";

	private static final String CACHE = "/tmp/aot.cache";

	private static final String KEPT = "/app/aot.cache";

	/**
	 * What the router is asked, from inside its container: 20 rounds, once it answers.
	 */
	private static final String REQUESTS = """
			ask() { # METHOD TARGET [BODY [TYPE]]: the first line of the answer
			  exec 3<>/dev/tcp/127.0.0.1/5000 || return
			  printf '%s %s HTTP/1.1\\r\\nHost: router\\r\\nConnection: close\\r\\nAccept-Encoding: gzip\\r\\n' "$1" "$2" >&3
			  printf 'Authorization: Bearer training\\r\\nContent-Type: %s\\r\\n' "${4:-application/json}" >&3
			  printf 'Content-Length: %s\\r\\n\\r\\n%s' "${#3}" "$3" >&3
			  { read -r line; cat >/dev/null; } <&3
			  exec 3>&-
			  echo "$line"
			} 2>/dev/null
			for i in {1..240}; do
			  case $(ask PUT '/kv?key=first' value text/plain) in *201*) break ;; esac
			  sleep 0.5
			done
			for i in {1..20}; do
			  ask GET "/route?key=$i"
			  ask PUT "/kv?key=$i" "value $i" text/plain
			  ask GET "/kv?key=$i"
			  ask GET '/kv?limit=10'
			  ask GET "/kv/where?key=$i"
			  ask DELETE "/kv?key=$i"
			  ask GET /ring
			  ask GET /ring/points
			  ask GET /ring/history
			  ask GET "/ring/lookup?key=$i"
			  ask POST /ring/lookup '{"keys": ["a", "b"]}'
			  ask POST /ring/preview '{"join": {"id": "node2"}}'
			  ask GET /
			  ask GET /nothing
			  ask GET /actuator/health/readiness
			done
			ask PATCH /ring/settings '{"virtualNodes": 100}'
			""";

	private Training() {
	}

	/**
	 * Prepares and trains the images of a node and a router. The class path has to hold
	 * what they do.
	 * @param args their names, and a folder that is there, for what is on its way
	 */
	public static void main(String[] args) throws InterruptedException {
		try {
			Path folder = Files.createTempDirectory(Path.of(args[2]), "images");
			setUpAhead(args[0], folder.resolve("node"));
			setUpAhead(args[1], folder.resolve("router"));
			train(args[0], args[1], folder);
		}
		catch (IOException ex) {
			System.out.println("The images start slowly, because they could not be prepared: " + ex);
		}
	}

	/**
	 * Has Spring write classes that set an application up, with the image's own Java,
	 * since they depend on what that can do.
	 */
	private static void setUpAhead(String image, Path folder) throws IOException, InterruptedException {
		List<String> java = entrypoint(image);
		String application = java.get(java.size() - 1);
		List<String> processor = new ArrayList<>(java.subList(0, java.size() - 1));
		processor.addAll(List.of(PROCESSOR, application, WRITTEN + "/sources", WRITTEN + "/resources",
				WRITTEN + "/classes", "dev.hashring", "image"));
		String container = create("create", image, processor, Stream.of("--network", "none"));
		Path classPath = folder.resolveSibling(folder.getFileName() + ".classpath");
		try {
			docker("start", "--attach", container);
			docker("cp", container + ":" + WRITTEN, folder.toString());
			docker("cp", container + ":" + CLASS_PATH, classPath.toString());
		}
		finally {
			docker("rm", container);
		}
		Files.writeString(classPath, SETUP + ":" + Files.readString(classPath));
		java.add(1, "-Dspring.aot.enabled=true");
		add(image, java, Map.of(jar(folder), SETUP, classPath, CLASS_PATH));
	}

	/** Of all that Spring has written: sources, classes and resources. */
	private static Path jar(Path folder) throws IOException {
		Path classes = folder.resolve("classes");
		List<String> javac = new ArrayList<>(List.of("--release", "17", "-proc:none", "-nowarn", "-cp",
				System.getProperty("java.class.path"), "-d", classes.toString()));
		try (Stream<Path> files = Files.walk(folder.resolve("sources"))) {
			files.map(Path::toString).filter((file) -> file.endsWith(".java")).forEach(javac::add);
		}
		tool("javac", javac);
		Path jar = folder.resolve("setup.jar");
		tool("jar", List.of("--create", "--file", jar.toString(), "-C", classes.toString(), ".", "-C",
				folder.resolve("resources").toString(), "."));
		return jar;
	}

	private static void tool(String name, List<String> arguments) throws IOException {
		StringWriter output = new StringWriter();
		PrintWriter writer = new PrintWriter(output);
		ToolProvider tool = ToolProvider.findFirst(name).orElseThrow(() -> new IOException("there is no " + name));
		if (tool.run(writer, writer, arguments.toArray(String[]::new)) != 0) {
			throw new IOException(name + " failed: " + output);
		}
	}

	private static void train(String node, String router, Path folder) throws IOException, InterruptedException {
		String runningNode = start(node, "--network", "none", "--env", "SERVER_PORT=5001", "--env", "NODE_ID=node1",
				"--env", "NODE_DATA=/tmp/data", "--env", "RING_TOKEN=training");
		try {
			String runningRouter = start(router, "--network", "container:" + runningNode, "--env",
					"RING_TOKEN=training", "--env", "RING_PLACEMENT=virtual-nodes", "--env", "RING_MEMBERS_0_ID=node1",
					"--env", "RING_MEMBERS_0_URL=http://127.0.0.1:5001");
			try {
				docker("exec", runningRouter, "bash", "-c", REQUESTS);
				docker("stop", "--time", "120", runningRouter, runningNode);
				keep(runningRouter, router, folder);
				keep(runningNode, node, folder);
			}
			finally {
				docker("rm", "--force", "--volumes", runningRouter);
			}
		}
		finally {
			docker("rm", "--force", "--volumes", runningNode);
		}
	}

	private static String start(String image, String... options) throws IOException, InterruptedException {
		List<String> java = entrypoint(image, "-XX:+IgnoreUnrecognizedVMOptions", "-XX:AOTCacheOutput=" + CACHE);
		return create("run", image, java, Stream.concat(Stream.of("--detach"), Stream.of(options)));
	}

	/** What an image runs, with other options for Java before its own. */
	private static List<String> entrypoint(String image, String... options) throws IOException, InterruptedException {
		List<String> java = new ArrayList<>(
				docker("image", "inspect", "--format", "{{range .Config.Entrypoint}}{{println .}}{{end}}", image)
					.lines()
					.filter((line) -> !line.isEmpty())
					.toList());
		java.addAll(1, List.of(options));
		return java;
	}

	private static String create(String how, String image, List<String> entrypoint, Stream<String> options)
			throws IOException, InterruptedException {
		Stream<String> command = Stream
			.of(Stream.of(how), options, Stream.of("--entrypoint", entrypoint.get(0), image),
					entrypoint.stream().skip(1))
			.flatMap((part) -> part);
		return docker(command.toArray(String[]::new));
	}

	/** Puts what a container learnt into its image. */
	private static void keep(String container, String image, Path folder) throws IOException, InterruptedException {
		Path cache = folder.resolve("aot.cache");
		try {
			docker("cp", container + ":" + CACHE, cache.toString());
		}
		catch (IOException ex) {
			System.out.println(image + " starts slowly: only Java 25 and newer can keep what it learns about classes.");
			return;
		}
		add(image, entrypoint(image, "-XX:AOTCache=" + KEPT), Map.of(cache, KEPT));
		Files.delete(cache);
	}

	/** Adds files to an image, and changes what it runs. */
	private static void add(String image, List<String> entrypoint, Map<Path, String> files)
			throws IOException, InterruptedException {
		String layer = create("create", image, entrypoint, Stream.empty());
		try {
			for (Map.Entry<Path, String> file : files.entrySet()) {
				file.getKey().toFile().setReadable(true, false);
				docker("cp", file.getKey().toString(), layer + ":" + file.getValue());
			}
			docker("commit", "--change", "ENTRYPOINT " + json(entrypoint), "--change", "CMD []", layer, image);
		}
		finally {
			docker("rm", layer);
		}
	}

	private static String json(List<String> texts) {
		return texts.stream().map((text) -> '"' + text + '"').toList().toString();
	}

	/** What the command prints. */
	private static String docker(String... arguments) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(List.of("docker"));
		command.addAll(List.of(arguments));
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
		if (process.waitFor() != 0) {
			throw new IOException("docker " + arguments[0] + " failed: " + output);
		}
		return output;
	}

}
