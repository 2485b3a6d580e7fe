/** How instances and tasks in private subnets reach the internet. */
export type Nat = 'none' | 'instance' | 'single' | 'per-az'

/** Where the frontend's tasks run: in public subnets with an address of their own, or in private ones behind NAT. */
export type Frontend = 'public' | 'private'

/** What tasks run on. */
export type Capacity =
  | { type: 'fargate' }
  | {
      type: 'ec2'
      /** EC2 instance type, e.g. `m7i.large`. */
      instance: string
      /** Instances of the Auto Scaling group. */
      min: number
      max: number
    }

/** Each kind of subnet, one per availability zone: ranges in CIDR notation, or ids. */
export interface Subnets {
  public: string[]
  private: string[]
  /** Empty: databases are in the private ones. */
  database: string[]
}

/** A VPC that mm makes (its zones by name, when they aren't to be chosen), or one that is there already. */
export type Vpc = { cidr: string; subnets: Subnets; zones?: string[] } | { id: string; subnets: Subnets }

/** `mm/environments/<name>/manifest.yml` with its defaults filled in. */
export interface Environment {
  /** Letters and digits, starting with a letter, no hyphen, not `shared` (it would clash with the stack `<app>-shared`). */
  name: string
  /** True: defaults that keep it up and its data safe before those that save money. */
  production: boolean
  /** 12 digits: mm refuses to work with another account. */
  account?: string
  /** Instead of the application's. */
  region?: string
  /** A profile of the AWS configuration. */
  profile?: string
  /** Address of the environment, and the hosted zone in which it lies when it isn't to be looked up. */
  domain?: { name: string; hostedZone?: string }
  capacity: Capacity
  network: {
    vpc: Vpc
    nat: Nat
    frontend: Frontend
    /** Interface endpoints for the services of AWS that tasks need. */
    endpoints: boolean
    /** Days that flow logs are kept; undefined: none are written. */
    flowLogs?: number
  }
  http: {
    public: {
      /** ARNs of certificates; empty: with a domain mm has one made. */
      certificates: string[]
      /** IPv4 ranges that may call the public load balancer. */
      sourceIps: string[]
      /** With a domain: port 80 is open and redirects to HTTPS. */
      redirect: boolean
      /** A security policy of Elastic Load Balancing. */
      sslPolicy: string
    }
    private: { certificates: string[]; sslPolicy: string }
    /** Days that the load balancers' access logs are kept; undefined: none are written. */
    accessLogs?: number
  }
  /** CloudFront in front of the public load balancer; the ARN of its certificate, when mm isn't to have one made. */
  cdn?: { certificate?: string }
  /** AWS WAF before what the internet calls. */
  waf: boolean
  observability: { containerInsights: boolean }
  alarms: {
    /** E-mail addresses or https URLs that are subscribed to the alarm topic. */
    notify: string[]
  }
  /** US dollars a month; undefined: no budget. */
  budget?: number
  /** ARN of the policy that bounds every role that mm makes. */
  permissionsBoundary?: string
}
